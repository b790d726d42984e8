using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Sees a run in a shell that lives to its end: reads its output up to the mark that tells the status, and gives the pane's pipe back.</summary>
internal static class ShellRunWatcher
{
    private const int Piece = 64 * 1024;
    private const int Interrupt = 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GiveBackLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromMilliseconds(250);

    // A command of the shell's own has no process to wait for.
    private static readonly TimeSpan BeginLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    // A shell that has come back to its prompt tells the status within that time, if it tells it at all.
    private static readonly TimeSpan AtPromptLimit = TimeSpan.FromSeconds(2);

    /// <summary>The run with its result.</summary>
    public static async Task<RunRecord> WatchAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        var output = new RunOutput(run.Id, inShell: true);
        var (offset, buffer, pause) = (0L, new byte[Piece], ShortestPause);
        var (asked, prompt) = (ports.Time.GetTimestamp(), (long?)null);
        RunResult? result = null;
        while (result is null)
        {
            // Asked before the file is read: what was printed until then is in it.
            var hasShell = ports.Processes.Lives(run.Window.Process);
            var before = offset;
            while (!output.HasEnded && ports.Files.ReadOutput(run.Id, offset, buffer) is > 0 and var length)
            {
                offset += length;
                output.Read(buffer.AsSpan(0, length));
            }

            prompt = offset == before && IsAtPrompt(ports, run) ? prompt ?? ports.Time.GetTimestamp() : null;
            result = Judge(output) ?? (hasShell ? null : Ended(ports, run))
                ?? (prompt is { } since && ports.Time.GetElapsedTime(since) > AtPromptLimit ? CameBack(ports, run, offset) : null);
            if (result is null && ports.Time.GetElapsedTime(asked) > BetweenQuestions)
            {
                asked = ports.Time.GetTimestamp();
                result = await IsTakenAsync(ports, run, offset, cancellationToken).ConfigureAwait(false)
                    ? new RunResult.Lost("the pane's pipe was taken away (pipe-pane), so that nobody sees how it ends")
                    : null;
            }

            await Task.Delay(pause, ports.Time, cancellationToken).ConfigureAwait(false);
            pause = offset > before ? ShortestPause : pause + pause < LongestPause ? pause + pause : LongestPause;
        }

        var ended = run with { Result = result, Ended = ports.Time.GetUtcNow(), OutputCut = !output.HasEnded };
        await GivePipeBackAsync(ports, run, cancellationToken).ConfigureAwait(false);
        ports.Files.RemoveScript(run.Id);
        return ended;
    }

    /// <summary>Presses C-c in its pane.</summary>
    public static async Task InterruptAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        await BeginsAsync(ports, run, cancellationToken).ConfigureAwait(false);
        if (await ports.Commands.LookAsync(nonce => PaneCommands.Look(run.Window.Pane, nonce), 1, Deadline, cancellationToken).ConfigureAwait(false)
            is PaneLook.Seen { Reply.Facts: { Dead: false } facts })
        {
            NoteInterrupt(ports, run.Id);
            await ports.Commands.RunAsync(new ShellRunCommands(run.Id).Interrupt(facts, PaneLooks.Nonce()), null, Deadline, cancellationToken).ConfigureAwait(false);
        }
    }

    // Before it is pressed: who watches the run may be another process, and sees its end at once.
    private static void NoteInterrupt(RunPorts ports, RunId id)
    {
        try
        {
            if (ports.Files.List().FirstOrDefault(known => known.Id == id) is { Result: null } run)
            {
                ports.Files.Save(run with { Interrupted = true });
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is interrupted all the same, and its end is told as not known.
        }
    }

    // A shell that was given its line a moment ago takes the key for itself, and what it then begins never hears of it.
    private static async Task BeginsAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        var began = ports.Time.GetTimestamp();
        while (ports.Terminals.Read(run.Window.Terminal, run.Window.Process.Pid) is { Foreground: { } program }
            && program.Pid == run.Window.Process.Pid
            && ports.Time.GetElapsedTime(began) < BeginLimit)
        {
            await Task.Delay(ShortestPause, ports.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // A server that does not answer for a moment, or whose connection is being made, is asked again.
    private static async Task GivePipeBackAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        var (began, end) = (ports.Time.GetTimestamp(), new ShellRunCommands(run.Id).End(run.Window.Pane));
        while (await ports.Commands.RunAsync(end, null, Deadline, cancellationToken).ConfigureAwait(false) is CommandOutcome.NotSent or CommandOutcome.Unknown
            && ports.Processes.Lives(run.ServerProcess)
            && ports.Time.GetElapsedTime(began) < GiveBackLimit)
        {
            await Task.Delay(BeforeAnotherTry, ports.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static RunResult? Judge(RunOutput output) => output switch
    {
        { HasEnded: true, Status: { } status } => new RunResult.Exited(status),
        { HasEnded: true } => new RunResult.Lost("the shell did not say its status"),
        _ => null,
    };

    private static RunResult.Lost Ended(RunPorts ports, RunRecord run) => ports.Processes.Lives(run.ServerProcess)
        ? new RunResult.Lost("the shell ended before it said how the command did")
        : new RunResult.Lost("its server ended before it did");

    // A shell goes back to its prompt without the rest of its line where SIGINT has ended the command, and only there: one that bears with C-c
    // comes to the mark.
    private static RunResult CameBack(RunPorts ports, RunRecord run, long length) =>
        length >= run.OutputLimit ? new RunResult.Lost("its output was longer than is kept, and its status was in what was cut; it is over, or reads a line")
        : ports.Files.List().Any(known => known.Id == run.Id && known.Interrupted) ? new RunResult.Signalled(SignalNames.Of(Interrupt), Interrupt)
        : new RunResult.Lost("the shell stands at a prompt, and has not said how the command ended: it was interrupted, or reads a line");

    // A shell that edits no line itself looks the same at its prompt and where its command reads a line. These have the file open as long as
    // they are in it; what is called sh may be a bash, which reads all of it first.
    private static bool IsAtPrompt(RunPorts ports, RunRecord run) =>
        ports.Terminals.Read(run.Window.Terminal, run.Window.Process.Pid) is { IsAtPrompt: true } terminal
        && terminal.Foreground!.Pid == run.Window.Process.Pid
        && (!terminal.ReadsLines || (terminal.Foreground.Name is "dash" or "ash" && ports.Runs.HasOpen(run.Window.Process, ports.Files.ScriptPath(run.Id)) is false));

    private static async Task<bool> IsTakenAsync(RunPorts ports, RunRecord run, long length, CancellationToken cancellationToken) =>
        length < run.OutputLimit
        && await ports.Commands.RunAsync(ShellRunCommands.Ask(run.Window.Pane), null, Deadline, cancellationToken).ConfigureAwait(false) is CommandOutcome.Completed done
        && ShellRunReply.Read(done.Output) is { } reply
        && !(reply.Piped && reply.Owner == run.Id);
}
