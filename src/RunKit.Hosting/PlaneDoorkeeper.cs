using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.Hosting.Configuration;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Processes.Connections;
using RunKit.Tmux.Processes.Sockets;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Hosting;

/// <summary>
/// What must be so before anything of the host starts: a configuration that can be used, one actor system, a socket directory that is safe
/// and ours alone, and no clients of an earlier life.
/// </summary>
internal sealed partial class PlaneDoorkeeper(
    RunKitOptions options,
    Composition composition,
    TmuxSpawner spawner,
    IProcessTable processes,
    IServiceProvider provider,
    ILogger<PlaneDoorkeeper> log) : IHostedLifecycleService, IDisposable
{
    private SocketDirectoryClaim? _claim;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        composition.CheckSystem();
        if (SocketDirectoryPath.Ensure(options.SocketDirectory) is { } problem)
        {
            throw new RunKitConfigurationException(problem);
        }

        _claim = SocketDirectoryClaim.TryTake(options.SocketDirectory, out var taken) ?? throw new RunKitConfigurationException(taken!);
        if (!spawner.ClientsDieWithUs)
        {
            NoParentDeathSignal();
        }

        var stale = StaleClients.Clear(options.SocketDirectory, processes);
        if (!stale.IsEmpty)
        {
            Cleared(string.Join(' ', stale));
        }

        Watching(options.SocketDirectory, options.Plane.Node, options.Plane.Guard);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Composition.CheckActors(provider);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Another plane may have the directory. The actors have left by then, wherever in the host they were started.</summary>
    public void Dispose() => _claim?.Dispose();

    [LoggerMessage(1, LogLevel.Information, "node {Node} watches {Directory}, guard {Guard}")]
    private partial void Watching(string directory, string node, Tmux.Lifecycle.GuardPolicy guard);

    [LoggerMessage(2, LogLevel.Warning, "setpriv is not on PATH: should this process be killed, its tmux clients may stay behind; install util-linux")]
    private partial void NoParentDeathSignal();

    [LoggerMessage(3, LogLevel.Information, "ended tmux clients that an earlier life left behind: {Pids}")]
    private partial void Cleared(string pids);
}
