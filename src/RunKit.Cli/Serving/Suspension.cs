using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Hosting;
using RunKit.Actors.Plane;
using RunKit.Actors.Sockets;

namespace RunKit.Cli.Serving;

/// <summary>
/// Ctrl-Z: a server that ends waits until its clients have gone, and those of a stopped process never go. So a node closes its connections
/// before it stops, and dials again when it goes on.
/// </summary>
internal sealed partial class Suspension(IRequiredActor<RunKitSupervisor> plane, string node) : IHostedService, IDisposable
{
    private const int SigStop = 19;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);
    private PosixSignalRegistration? _signal;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, signal =>
        {
            signal.Cancel = true;
            _ = StopAndGoOnAsync();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _signal?.Dispose();

    private async Task StopAndGoOnAsync()
    {
        var supervisor = await plane.GetAsync();
        try
        {
            await supervisor.Ask<SocketWatcherProtocol.Suspended>(new SocketWatcherProtocol.Suspend(node), CloseLimit);
        }
        catch (AskTimeoutException)
        {
            // A server that does not answer keeps its connection: a stop is not put off for it.
        }

        _ = Kill(Environment.ProcessId, SigStop);

        // Here the process goes on.
        supervisor.Tell(new SocketWatcherProtocol.Resume(node));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
