using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Actors.Dialing;

/// <summary>
/// Takes back from a server what guarding it put there: hooks, options and the pane of the anchor, and nothing else. What a user has put into
/// the anchor stays, in a session that is no longer ours.
/// </summary>
internal static class ServerRelease
{
    private const string FreedName = "freed";

    /// <param name="force">Also where the server ends by it.</param>
    /// <returns>A line for each thing that was done; not sent, when it would end the server and is not forced.</returns>
    public static async Task<CommandOutcome> RunAsync(ServerConnection connection, DialSettings settings, bool force, CancellationToken cancellationToken)
    {
        if (await connection.ReadAsync(cancellationToken).ConfigureAwait(false) is not ReadOutcome.Read { Reply.State: var state })
        {
            return new CommandOutcome.NotSent("it could not be listed, and so nothing was taken back");
        }

        var anchor = AnchorRules.From(state, settings.Anchor);
        var staying = state.Sessions.Count - (anchor.IsOursAlone ? 1 : 0);
        var clients = state.Clients.Values.Count(client => !anchor.IsOursAlone || client.Session != anchor.Session?.Id);
        var options = await connection.RunAsync([GuardCommands.ExitOptions], cancellationToken).ConfigureAwait(false);
        if (options is not TmuxResult.Exited { Status: 0 } exited || !ExitRules.TryRead(exited.Output.Span, out var rules))
        {
            return new CommandOutcome.NotSent("it did not say when it ends by itself, and so nothing was taken back");
        }

        if (!force && rules.Ends(staying, clients) is { } end)
        {
            return new CommandOutcome.NotSent($"releasing it would end it: {end}; --force does it all the same");
        }

        return await TakeBackAsync(connection, new GuardCommands(settings.Anchor, settings.Hooks), anchor, state, rules, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<CommandOutcome> TakeBackAsync(
        ServerConnection connection, GuardCommands guard, AnchorRules anchor, ServerState state, ExitRules rules, CancellationToken cancellationToken)
    {
        List<string> done = ["its hooks are as they were", $"exit-empty is {(rules.ExitEmpty ? "on" : "off")}"];
        List<TmuxCommand> commands = [.. guard.Release()];
        switch (anchor)
        {
            case { Session: { } session, IsOursAlone: true, Pane: { } pane }:
                commands.Add(GuardCommands.EndAnchor(pane));
                done.Add($"the session {session.Name} is gone");
                break;
            case { Session: { } session, Pane: { } pane }:
                var name = ServerGuard.FreeName(state, FreedName);
                commands.AddRange(guard.LeaveAnchor(session.Id, pane, name));
                done.Add($"the session {session.Name} holds windows that are not RunKit's: it stays, as {name}");
                break;
            case { Session: { } session }:
                commands.Add(guard.Unmark(session.Id));
                done.Add($"the session {session.Name} was made by another program: it stays");
                break;
        }

        return await connection.RunAsync(commands, cancellationToken).ConfigureAwait(false) switch
        {
            TmuxResult.Exited { Status: 0 } => CommandOutcome.Completed.Of(done),

            // The server may end with its last session, and say so or not.
            TmuxResult.Unknown { Reason: UnknownReason.ServerExiting or UnknownReason.ClosedUnread } => CommandOutcome.Completed.Of([.. done, "the server has ended"]),
            var other => CommandOutcome.From(other),
        };
    }
}
