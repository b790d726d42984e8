using RunKit.Actors.Panes;
using RunKit.Tmux.Agents;

namespace RunKit.Actors.Agents;

/// <summary>What a look at a server came to.</summary>
/// <param name="Findings">Its panes; null where it could not be looked at.</param>
/// <param name="Problem">Why not.</param>
internal sealed record AgentServerLook(ImmutableArray<AgentFinding>? Findings, string Problem);

/// <summary>
/// Looks at the panes of one server: one command line for all of them and the screens that are probably needed, the kernel for their processes, and a
/// second line only where more screens turn out to be needed.
/// </summary>
internal sealed class AgentLooker(IPaneCommands commands, IPaneTerminals terminals, IPaneProcesses processes, AgentRules rules, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Takes a look.</summary>
    /// <param name="generation">The generation that is meant; another one's panes are not looked at.</param>
    /// <param name="plan">What the last looks have found.</param>
    public async Task<AgentServerLook> TakeAsync(ServerGeneration generation, AgentPlan plan, CancellationToken cancellationToken)
    {
        var nonce = PaneLooks.Nonce();
        PaneId[] expected = [.. plan.Screens];
        var (output, problem) = await RunAsync(AgentCommands.Look(expected, nonce), cancellationToken).ConfigureAwait(false);
        var listing = AgentCommands.Read(output, expected, nonce);
        if (listing.Generation is null)
        {
            return new AgentServerLook(null, problem.Length > 0 ? problem : "tmux's answer is not what was asked for");
        }

        if (listing.Generation != generation)
        {
            return new AgentServerLook(null, "another server has taken its place");
        }

        var now = time.GetUtcNow();
        AgentFinding[] findings = [.. listing.Panes.Select(pane => Find(pane, plan.Panes.GetValueOrDefault(pane.Id)))];
        findings = [.. findings.Select(finding => finding with { NeedsScreen = plan.NeedsScreen(finding, now) })];
        var screens = listing.Screens;
        foreach (var more in findings.Where(finding => finding.NeedsScreen && !screens.ContainsKey(finding.Pane.Id)).Select(finding => finding.Pane.Id).Chunk(AgentCommands.MostScreens))
        {
            var (rows, _) = await RunAsync(AgentCommands.Screens(more, nonce), cancellationToken).ConfigureAwait(false);
            screens = screens.SetItems(AgentCommands.ReadScreens(rows, more, nonce));
        }

        return new AgentServerLook([.. findings.Select(finding => finding with { Rows = screens.TryGetValue(finding.Pane.Id, out var rows) ? rows : null })], "");
    }

    // A pane that is gone ends the line with a failure, and what was printed before is good.
    private async Task<(string Output, string Problem)> RunAsync(TmuxCommandLine line, CancellationToken cancellationToken) =>
        await commands.RunAsync(line, null, Deadline, cancellationToken).ConfigureAwait(false) switch
        {
            CommandOutcome.Completed done => (done.Output, done.Cut ? "the panes show more than can be looked at" : ""),
            CommandOutcome.Failed failed => (failed.Output, $"tmux: {failed.Words}"),
            CommandOutcome.NotSent not => ("", not.Reason),
            CommandOutcome.Unknown unknown => ("", unknown.Reason),
            var other => throw new System.Diagnostics.UnreachableException(other.ToString()),
        };

    private AgentFinding Find(AgentPane pane, AgentPlanRow? row)
    {
        var look = pane.Dead ? null : processes.Look(pane.Pid, pane.Tty);
        var formerLives = row?.Former is { } former && processes.Lives(former);
        var finding = new AgentFinding(pane, look) { FormerLives = formerLives };
        if (look is null)
        {
            return finding;
        }

        // As long as the same group has the terminal and the agent lives, it is that one.
        if (row?.Agent is { } agent && row.Process?.Process == look.Process && row.Process.Foreground == look.Foreground && processes.Lives(agent.Process.Process))
        {
            return finding with { Agent = agent, Started = row.Started };
        }

        var tree = processes.Tree(pane.Pid);
        if (AgentRecognition.Find(rules, tree, look.Foreground) is { } found)
        {
            return finding with { Agent = found, Started = processes.Started(found.Process.Process) };
        }

        return AgentRecognition.Foreground(tree, look.Foreground) is { } program ? WithProgram(finding, program, tree, look.Foreground) : finding;
    }

    private AgentFinding WithProgram(AgentFinding finding, PaneProcess program, ImmutableArray<PaneProcess> tree, int foreground)
    {
        var terminal = terminals.Read(finding.Pane.Tty, finding.Pane.Pid);
        if (program.IsShell && terminal is null or { IsAtPrompt: true })
        {
            return finding;
        }

        return finding with
        {
            Foreground = program,
            Started = processes.Started(program.Process),
            ReadsLine = terminal is { ReadsLines: true, Echoes: true, Unread: 0 }
                && tree.Any(process => process.Group == foreground && processes.ReadsTerminal(process.Process.Pid)),
        };
    }
}
