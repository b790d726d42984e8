using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests;

/// <summary>The host and its actor system end in every order, and nothing of any server changes.</summary>
public sealed class EndTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>What is done to a host, by its name.</summary>
    public enum Way
    {
        HostStopped,
        HostStoppedThenSystem,
        SystemTerminated,
        SystemTerminatedThenHost,
        Both,
        ShutdownRun,
        Disposed,
        DisposedAsynchronously,
        SystemTerminatedThenDisposed,
    }

    public static TheoryData<Way, bool> Ways
    {
        get
        {
            TheoryData<Way, bool> ways = [];
            foreach (var way in Enum.GetValues<Way>())
            {
                ways.Add(way, false);
                ways.Add(way, true);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task However_a_host_ends_it_leaves_no_connection_and_the_server_as_it_was(Way way, bool shared)
    {
        await using var sandbox = new TmuxSandbox();
        var work = await sandbox.StartAsync("work");
        var host = Build(sandbox, shared);
        await host.StartAsync();
        var plane = host.Services.GetRequiredService<IControlPlane>();
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)) is [{ Status: ServerStatus.Connected, Guard: Tmux.Lifecycle.GuardState.Floor }],
            "it is connected and guarded");
        var system = host.Services.GetRequiredService<ActorSystem>();

        await EndAsync(host, system, way).WaitAsync(Limit);

        await system.WhenTerminated.WaitAsync(Limit);
        await Eventually.TrueAsync(() => sandbox.OwnClients().Count == 0 && sandbox.Connections() == 0, "nobody is connected");
        sandbox.Server("work").ShouldBe(work);
        (await sandbox.TmuxAsync("work", "show-options", "-sv", "exit-empty")).ShouldBe("off");
        (await sandbox.TmuxAsync("work", "list-sessions", "-F", "#{session_name}")).Split('\n').ShouldBe(["_rk-ctl", "user"], ignoreOrder: true);
        host.Dispose();

        using var next = Build(sandbox, shared);
        await next.StartAsync().WaitAsync(Limit);
        await next.StopAsync().WaitAsync(Limit);
    }

    [Fact]
    public async Task Who_asks_a_plane_whose_system_has_ended_is_told_that_it_does_not_answer()
    {
        await using var sandbox = new TmuxSandbox();
        using var host = Build(sandbox, shared: true);
        await host.StartAsync();
        var plane = host.Services.GetRequiredService<IControlPlane>();
        await host.Services.GetRequiredService<ActorSystem>().Terminate().WaitAsync(Limit);

        (await Should.ThrowAsync<TimeoutException>(() => plane.GetServersAsync(CancellationToken.None))).Message.ShouldStartWith("the plane did not answer");
    }

    private static async Task EndAsync(IHost host, ActorSystem system, Way way)
    {
        switch (way)
        {
            case Way.HostStopped:
                await host.StopAsync();
                break;
            case Way.HostStoppedThenSystem:
                await host.StopAsync();
                await system.Terminate();
                break;
            case Way.SystemTerminated:
                await system.Terminate();
                break;
            case Way.SystemTerminatedThenHost:
                await system.Terminate();
                await host.StopAsync();
                break;
            case Way.Both:
                await Task.WhenAll(host.StopAsync(), system.Terminate());
                break;
            case Way.ShutdownRun:
                await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
                break;
            case Way.Disposed:
                host.Dispose();
                break;
            case Way.DisposedAsynchronously:
                await ((IAsyncDisposable)host).DisposeAsync();
                break;
            default:
                await system.Terminate();
                host.Dispose();
                break;
        }
    }

    private static IHost Build(TmuxSandbox sandbox, bool shared)
    {
        var builder = Hosts.Builder();
        if (shared)
        {
            builder.Services.AddRunKitPorts(options => options.SocketDirectory = sandbox.SocketDirectory);
            builder.Services.AddAkka("mine", (akka, provider) => akka.WithRunKit(provider));
        }
        else
        {
            builder.Services.AddRunKit(options => options.SocketDirectory = sandbox.SocketDirectory);
        }

        return builder.Build();
    }
}
