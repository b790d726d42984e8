using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using RunKit.Actors.Plane;
using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task A_plane_that_watches_its_directory_is_live_and_ready()
    {
        await using var sandbox = new TmuxSandbox();
        using var host = Build(sandbox, _ => { });
        await host.StartAsync();

        var report = await CheckAsync(host);

        report.Status.ShouldBe(HealthStatus.Healthy);
        report.Entries.Keys.ShouldBe(["runkit-live", "runkit-ready"], ignoreOrder: true);
        report.Entries["runkit-live"].Tags.ShouldBe(["live"]);
        report.Entries["runkit-ready"].Tags.ShouldBe(["ready"]);
        report.Entries["runkit-ready"].Data["directory"].ShouldBe(sandbox.SocketDirectory);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_plane_without_a_server_that_it_must_have_is_live_and_not_ready()
    {
        await using var sandbox = new TmuxSandbox();
        using var host = Build(sandbox, options => options.RequiredServers.Add("work"));
        await host.StartAsync();

        var report = await CheckAsync(host);
        report.Entries["runkit-live"].Status.ShouldBe(HealthStatus.Healthy);
        report.Entries["runkit-ready"].Status.ShouldBe(HealthStatus.Unhealthy);
        report.Entries["runkit-ready"].Description.ShouldBe("not connected: work");

        var work = await sandbox.StartAsync("work");
        await Eventually.TrueAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Healthy, "the plane is ready once it is connected");
        sandbox.KillHard(work);
        await Eventually.TrueAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Unhealthy, "the plane is not ready when it is lost");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_plane_whose_directory_has_gone_is_live_and_not_ready()
    {
        await using var sandbox = new TmuxSandbox();
        using var host = Build(sandbox, _ => { });
        await host.StartAsync();

        Directory.Delete(sandbox.SocketDirectory);

        HealthReport? report = null;
        await Eventually.TrueAsync(async () => (report = await CheckAsync(host)).Entries["runkit-ready"].Status == HealthStatus.Unhealthy, "it is not ready");
        report!.Entries["runkit-ready"].Description!.ShouldContain("does not exist");
        report.Entries["runkit-live"].Status.ShouldBe(HealthStatus.Healthy);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_plane_that_does_not_answer_in_time_is_neither_live_nor_ready()
    {
        var services = new ServiceCollection().AddLogging().AddRunKitPorts();
        services.AddSingleton(typeof(IRequiredActor<>), typeof(NeverThere<>));
        services.AddHealthChecks().AddRunKit(options => options.Timeout = TimeSpan.FromMilliseconds(50));
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries.Values.Select(entry => (entry.Status, entry.Description))
            .ShouldBe([(HealthStatus.Unhealthy, "the plane did not answer within 0.05 s"), (HealthStatus.Unhealthy, "the plane did not answer within 0.05 s")]);
    }

    [Fact]
    public async Task Whoever_asks_and_goes_away_learns_nothing_false()
    {
        var services = new ServiceCollection().AddLogging().AddRunKitPorts();
        services.AddSingleton(typeof(IRequiredActor<>), typeof(NeverThere<>));
        services.AddHealthChecks().AddRunKit();
        await using var provider = services.BuildServiceProvider();
        using var gone = new CancellationTokenSource();
        var check = provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(gone.Token);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => check);
    }

    private static IHost Build(TmuxSandbox sandbox, Action<RunKitHealthOptions> configure)
    {
        var builder = Hosts.Builder();
        builder.Services.AddRunKit(options => options.SocketDirectory = sandbox.SocketDirectory);
        builder.Services.AddHealthChecks().AddRunKit(configure);
        return builder.Build();
    }

    private static Task<HealthReport> CheckAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private sealed class NeverThere<T> : IRequiredActor<T>
    {
        public IActorRef ActorRef => throw new InvalidOperationException("nobody is there");

        public async Task<IActorRef> GetAsync(CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return ActorRef;
        }
    }
}
