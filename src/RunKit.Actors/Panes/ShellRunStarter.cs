using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Starts a command in a shell that lives: takes the pane's pipe, and types one line at the shell's prompt.</summary>
internal static class ShellRunStarter
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClaimLimit = TimeSpan.FromSeconds(5);

    // For so long a shell may be on its way back to its prompt: what ran there before is known to have ended a little earlier.
    private static readonly TimeSpan PromptLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    /// <summary>Starts it and writes it down.</summary>
    public static async Task<RunStart> StartAsync(RunPorts ports, SocketPath socket, RunRequest request, CancellationToken cancellationToken)
    {
        var pane = request.Pane!.Value;
        var place = await AskAsync(ports, pane, cancellationToken).ConfigureAwait(false);
        if (place.Reply is not { } reply)
        {
            return Refused(place.Problem);
        }

        if (reply is { Piped: true, IsViewed: false } && (await FreeAsync(ports, pane, reply, cancellationToken).ConfigureAwait(false)) is { } taken)
        {
            return Refused(taken);
        }

        var (facts, noPane) = await LookAsync(ports, pane, cancellationToken).ConfigureAwait(false);
        if (facts is null)
        {
            return Refused(noPane);
        }

        using var claim = await TerminalClaims.TakeAsync(ports.Terminals, facts.Tty, ClaimLimit, ports.Time, cancellationToken).ConfigureAwait(false);
        return claim is null
            ? Refused($"somebody types into {pane} just now; try again")
            : await BeginAsync(ports, socket, request, facts, reply).ConfigureAwait(false);
    }

    private static RunStart.NotStarted Refused(string reason) => new(new RunResult.Refused(reason.ReplaceLineEndings(" ")));

    // From here on it may be typed, which has to be written down.
    private static async Task<RunStart> BeginAsync(RunPorts ports, SocketPath socket, RunRequest request, PaneFacts facts, ShellRunReply place)
    {
        var terminal = facts.Dead ? null : await PromptAsync(ports, facts).ConfigureAwait(false);
        var id = RunId.New();
        var (line, objection) = Line(ports, request, facts, terminal, id);
        if (line is null || ports.Processes.Find(terminal!.Foreground!.Pid)?.Identity is not { } shell || ports.Processes.Find(place.Generation.Pid)?.Identity is not { } server)
        {
            return Refused(objection ?? "its shell has just ended");
        }

        var limit = request.OutputLimit ?? RunRequest.UsualOutputLimit;
        var window = new RunWindow(place.Session, place.Window, facts.Id, facts.Tty, shell, shell);
        var record = new RunRecord(id, socket.Value, place.Generation, server, window, request.Command, ports.Time.GetUtcNow(), limit, Keep: false, ports.Runs.Self) { InShell = true };
        try
        {
            ports.Files.WriteScript(id, line.Script);
            ports.Files.Save(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ports.Files.Remove(id);
            return Refused($"it cannot be written down: {e.Message}");
        }

        return await TypeAsync(ports, record, facts, line).ConfigureAwait(false);
    }

    private static async Task<PaneTerminal?> PromptAsync(RunPorts ports, PaneFacts facts)
    {
        var began = ports.Time.GetTimestamp();
        while (true)
        {
            var terminal = ports.Terminals.Read(facts.Tty, facts.Pid);
            if (terminal is not { Foreground: { } program, IsAtPrompt: false } || !ShellLine.IsKnown(program.Name) || ports.Time.GetElapsedTime(began) > PromptLimit)
            {
                return terminal;
            }

            await Task.Delay(BetweenLooks, ports.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<RunStart> TypeAsync(RunPorts ports, RunRecord record, PaneFacts facts, ShellLine line)
    {
        var nonce = PaneLooks.Nonce();
        var begin = new ShellRunCommands(record.Id).Begin(facts, nonce, ports.Files.OutputPath(record.Id), record.OutputLimit);
        switch (await ports.Commands.RunAsync(begin, line.Utf8, Deadline, CancellationToken.None).ConfigureAwait(false))
        {
            case CommandOutcome.Completed done when done.Output.TrimEnd('\n') == nonce:
                return new RunStart.Started(record);

            // Whether it is typed is seen by whoever watches it.
            case CommandOutcome.Unknown:
                return new RunStart.Started(record);
            case var outcome:
                ports.Files.Remove(record.Id);
                return Refused(outcome switch
                {
                    CommandOutcome.Failed failed => $"tmux: {failed.Words}",
                    CommandOutcome.NotSent not => not.Reason,
                    _ => "another program is in the pane now, or its pipe was taken just now (pipe-taken)",
                });
        }
    }

    private static (ShellLine? Line, string? Objection) Line(RunPorts ports, RunRequest request, PaneFacts facts, PaneTerminal? terminal, RunId id)
    {
        if (SendGuard.Closed(facts) is { } closed)
        {
            return (null, closed);
        }

        if (terminal?.Foreground is not { } program)
        {
            return (null, "whether it is at a prompt cannot be seen: its terminal cannot be looked at");
        }

        return ShellLine.Of(program.Name, id, request.Command, ports.Files.ScriptPath(id)) is not { } line
                ? (null, $"{program.Name} is in the foreground, which is none of the shells that this can be typed into: {ShellLine.Known}")
            : !terminal.IsAtPrompt ? (null, $"it is not at a prompt: {program.Name} runs something")
            : (line, null);
    }

    // A pipe that an earlier life of ours has left, and that nobody watches any more, is ended. Null when the pipe is free then.
    private static async Task<string?> FreeAsync(RunPorts ports, PaneId pane, ShellRunReply reply, CancellationToken cancellationToken)
    {
        if (reply.Owner is not { } owner)
        {
            return $"pipe-taken: the output of {pane} is piped already (pipe-pane), and tmux has one pipe a pane";
        }

        if (ports.Files.List().Any(run => run.Id == owner && run.Result is null))
        {
            return $"pipe-taken: run {owner} runs in that shell";
        }

        await ports.Commands.RunAsync(new ShellRunCommands(owner).End(pane), null, Deadline, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static async Task<(ShellRunReply? Reply, string Problem)> AskAsync(RunPorts ports, PaneId pane, CancellationToken cancellationToken) =>
        await ports.Commands.RunAsync(ShellRunCommands.Ask(pane), null, Deadline, cancellationToken).ConfigureAwait(false) switch
        {
            CommandOutcome.Completed done => (ShellRunReply.Read(done.Output), $"there is no pane {pane}"),
            CommandOutcome.Failed failed => (null, failed.Words),
            CommandOutcome.NotSent not => (null, not.Reason),
            CommandOutcome.Unknown unknown => (null, unknown.Reason),
            _ => (null, "the pane is not known"),
        };

    private static async Task<(PaneFacts? Facts, string Problem)> LookAsync(RunPorts ports, PaneId pane, CancellationToken cancellationToken) =>
        await ports.Commands.LookAsync(nonce => PaneCommands.Look(pane, nonce), 1, Deadline, cancellationToken).ConfigureAwait(false) switch
        {
            PaneLook.Seen seen => (seen.Reply.Facts, ""),
            PaneLook.Failed failed => (null, failed.Reason),
            _ => (null, $"there is no pane {pane}"),
        };
}
