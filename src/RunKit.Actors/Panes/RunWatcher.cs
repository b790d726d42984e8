using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Sees a run to its end, whichever process started it: awaits the command, reads how it ended, and closes its window.</summary>
public static class RunWatcher
{
    private const int HangUp = 1;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BeforeKill = TimeSpan.FromSeconds(5);

    /// <summary>The run with its result, once it has one and its window is closed.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled: the run goes on, and another may watch it.</exception>
    public static async Task<RunRecord> WatchAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(run);
        if (run.InShell)
        {
            return await ShellRunWatcher.WatchAsync(ports, run, cancellationToken).ConfigureAwait(false);
        }

        await EndAsync(ports, run, cancellationToken).ConfigureAwait(false);
        var (status, at) = (ports.Runs.WaitStatus(run.Window.Process), ports.Time.GetUtcNow());
        var isComplete = status is not null && await RunCompletion.AwaitAsync(ports, run, cancellationToken).ConfigureAwait(false);
        var result = status is { } known ? RunResult.FromWaitStatus(known) : null;

        // A terminal that closes hangs up on the command and on the pane's process alike.
        if (result is null || (result is RunResult.Signalled { Number: HangUp } && !isComplete && !ports.Processes.Lives(run.Window.Holder)))
        {
            result = await LossAsync(ports, run, cancellationToken).ConfigureAwait(false);
        }

        var ended = run with { Result = result, Ended = at, OutputCut = !isComplete };
        await CloseAsync(ports, ended, cancellationToken).ConfigureAwait(false);
        return ended;
    }

    /// <summary>Asks the run's processes to end, and ends them when they do not within five seconds; in a shell that lives it presses C-c.</summary>
    public static async Task CancelAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(run);
        if (run.InShell)
        {
            await ShellRunWatcher.InterruptAsync(ports, run, cancellationToken).ConfigureAwait(false);
            return;
        }

        ports.Runs.EndGroup(run.Window.Holder, force: false);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = EndAsync(ports, run, enough.Token);
        await Task.WhenAny(ended, Task.Delay(BeforeKill, ports.Time, enough.Token)).ConfigureAwait(false);
        if (!ended.IsCompleted)
        {
            ports.Runs.EndGroup(run.Window.Holder, force: true);
        }

        await enough.CancelAsync().ConfigureAwait(false);
    }

    // The pane's process goes with the pane, and then nobody keeps how the command ended.
    private static async Task EndAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(
            ports.Processes.WaitForEndAsync(run.Window.Process, either.Token),
            ports.Processes.WaitForEndAsync(run.Window.Holder, either.Token)).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // A server that ends closes its windows first, and its process lives on for a moment.
    private static async Task<RunResult> LossAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken) =>
        await ports.Commands.RunAsync(RunCommands.AskPipe(run.Window.Pane), null, Deadline, cancellationToken).ConfigureAwait(false)
            is CommandOutcome.Completed or CommandOutcome.Failed
        && ports.Processes.Lives(run.ServerProcess)
            ? new RunResult.Lost("its window was closed before it ended")
            : new RunResult.Lost("its server ended before it did");

    // A server that does not answer for a moment, or whose connection is being made, is asked again.
    private static async Task CloseAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        var commands = new RunCommands(run.Id, "");
        var line = run.Keep ? commands.Leave(run.Window.Pane, run.Result!) : commands.Close(run.Window.Pane);
        var began = ports.Time.GetTimestamp();
        while (ports.Processes.Lives(run.Window.Holder)
            && await ports.Commands.RunAsync(line, null, Deadline, cancellationToken).ConfigureAwait(false) is CommandOutcome.NotSent or CommandOutcome.Unknown
            && ports.Time.GetElapsedTime(began) < CloseLimit)
        {
            await Task.Delay(BeforeAnotherTry, ports.Time, cancellationToken).ConfigureAwait(false);
        }

        if (run.Keep)
        {
            ports.Processes.TryKill(run.Window.Holder);
            await ports.Processes.WaitForEndAsync(run.Window.Holder, cancellationToken).ConfigureAwait(false);

            // It only shows what the user sees; nothing depends on it.
            await ports.Commands.RunAsync(RunCommands.ReapChildren, null, Deadline, cancellationToken).ConfigureAwait(false);
        }
    }
}
