using RunKit.Tmux.Agents;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;

namespace RunKit.Cli.Agents;

/// <summary>
/// <c>agent set</c>: a script says how it is, in the pane that it runs in. It ends with 0 whatever happens: an agent takes another status of a hook for a
/// refusal.
/// </summary>
internal static class AgentVerb
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static Command Create(Output output)
    {
        _ = output;
        var command = new Command("agent", "Say from a script how an agent is");
        var set = new Command("set", "Say how the agent of this pane is; does nothing outside tmux, and always ends with 0") { TreatUnmatchedTokensAsErrors = false };
        var state = new Argument<string?>("STATE") { Description = "starting, working, waiting, idle or failed", Arity = ArgumentArity.ZeroOrOne };
        var kind = new Option<string?>("--kind") { HelpName = "KIND", Description = "What it waits for: permission, question or plan" };
        set.Arguments.Add(state);
        set.Options.Add(kind);
        set.SetAction(async (parsed, cancellationToken) =>
        {
            if (await SetAsync(parsed.GetValue(state), parsed.GetValue(kind), parsed.UnmatchedTokens, cancellationToken) is { } problem)
            {
                Output.Complain(problem);
            }

            return ExitStatus.Done;
        });
        command.Subcommands.Add(set);
        return command;
    }

    // Why nothing was said, in one line; null when it was, or there is nothing to say it to.
    private static async Task<string?> SetAsync(string? state, string? kind, IReadOnlyList<string> strangers, CancellationToken cancellationToken)
    {
        if (strangers is [var stranger, ..] || !AgentClaim.TryClaimable(state, out var says))
        {
            return $"'{(strangers is [var first, ..] ? first : state)}' is not understood; give starting, working, waiting, idle or failed";
        }

        AgentWaitKind? waits = null;
        if (kind is not null)
        {
            if (says != AgentStatus.Waiting || !AgentState.TryKind(kind, out var read))
            {
                return $"--kind {kind}: permission, question or plan, of waiting alone";
            }

            waits = read;
        }

        var socket = (Environment.GetEnvironmentVariable("TMUX") ?? "").Split(',')[0];
        if (!PaneId.TryParse(Environment.GetEnvironmentVariable("TMUX_PANE"), out var pane) || SocketPath.Problem(socket) is not null)
        {
            return null;
        }

        var line = TmuxCommandLine.Join(
            TmuxCommands.SetOption(new OptionScope.Pane(pane), AgentClaim.Option, AgentClaim.Write(says, waits, TimeProvider.System.GetUtcNow())),
            TmuxCommands.Signal(HintHooks.Channel));
        var client = new SocketTmuxClient(TimeProvider.System);
        var result = await client.RunAsync(new TmuxServerAddress(new SocketPath(socket), null), line, new TmuxRunOptions { Deadline = Limit }, cancellationToken);
        return result switch
        {
            TmuxResult.Exited { Status: 0 } => null,
            TmuxResult.Exited failed => $"tmux: {System.Text.Encoding.UTF8.GetString(failed.Error.Span).TrimEnd()}",
            TmuxResult.NotSent not => not.Detail,
            TmuxResult.Unknown unknown => unknown.Detail,
            _ => null,
        };
    }
}
