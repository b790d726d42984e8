using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.Hosting;
using RunKit.Hosting.Configuration;
using RunKit.Testing.InMemory;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.State;

namespace RunKit.Testing.Tests.Example;

#region the example of docs/testing.md
/// <summary>The host's own service: it writes on a board which servers were lost, and why.</summary>
public sealed class BuildBoard(IControlPlane plane) : BackgroundService
{
    public ConcurrentQueue<string> Lines { get; } = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var happened in plane.ReadEventsAsync(after: null, stoppingToken))
        {
            if (happened is ServerEventEnvelope { Server: var server, Event: ServerLost lost })
            {
                Lines.Enqueue($"{server}: {lost.Cause}");
            }
        }
    }
}

public sealed class BuildBoardTests
{
    [Fact]
    public async Task A_crashed_server_is_on_the_board_and_a_silent_one_is_not()
    {
        await using var tmux = new FakeTmux();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddRunKit(RunKitConfiguration.Load(file: null, [new("runkit.snapshot.refresh", "100ms"), new("runkit.snapshot.timeout", "100ms")]));
        builder.Services.AddSingleton<BuildBoard>().AddHostedService(provider => provider.GetRequiredService<BuildBoard>());
        builder.Services.AddFakeTmux(tmux);
        using var host = builder.Build();
        await host.StartAsync();
        var plane = host.Services.GetRequiredService<IControlPlane>();
        var board = host.Services.GetRequiredService<BuildBoard>();

        tmux.Start("build").AddSession("work");
        tmux.Start("docs");
        await Eventually.TrueAsync(async () => (await plane.GetServersAsync(default)).Count(server => server.Guard != default) == 2, "both are guarded");
        tmux.Server("docs").Stall();
        await Eventually.TrueAsync(async () => (await plane.GetServersAsync(default)).Any(server => server.Reason != null), "docs is silent");
        tmux.Server("build").Crash();

        await Eventually.TrueAsync(() => !board.Lines.IsEmpty, "the loss is on the board");
        Assert.Equal(["build: Crashed"], board.Lines);
        await host.StopAsync();
    }
}
#endregion
