using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RunKit.Cli;

// With too few file descriptors the runtime cannot even load what an error message takes: this is asked before anything else is loaded.
return DescriptorMinimum.IsMet(args) ? await MainAsync(args) : 1;

[MethodImpl(MethodImplOptions.NoInlining)]
static async Task<int> MainAsync(string[] args)
{
    // The first signal asks the verb to end; a second one ends the process, as it would have without this.
    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

    // A node that is stopped from the keyboard would answer no server, and a server that is told to end waits for the answer of each client.
    using var stopped = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, signal => signal.Cancel = args is ["serve", ..]);
    return await RunKitCommand.RunAsync(args, stop.Token);

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    }
}
