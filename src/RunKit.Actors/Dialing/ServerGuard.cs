using System.Globalization;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Actors.Dialing;

/// <summary>
/// The guard of one server, over its connection: looks whether it stands, puts in place what it lacks, and sends home what strayed into the
/// anchor. Used in the connection's turn only.
/// </summary>
internal sealed class ServerGuard(ServerConnection connection, DialSettings settings, TimeProvider time)
{
    // Once as it is found, and once more where something was put in place: what is said holds.
    private const int Looks = 2;

    // What somebody takes away as often in a row as it is put back, or what cannot be had, is tried again now and then only.
    private const int MostRepairs = 3;
    private static readonly TimeSpan RepairPause = TimeSpan.FromSeconds(30);

    private readonly GuardCommands _commands = new(settings.Anchor, settings.Hooks);
    private int _repairs;
    private long _repaired;

    /// <summary>A new session was sent there.</summary>
    public bool HasMadeAnchor { get; private set; }

    /// <summary>Whether nothing of the guard is missing.</summary>
    public bool IsEstablished(ListingReply reply) =>
        !reply.IsReleased && HintHooks.AllStand(reply.Hooks) && AnchorRules.From(reply.State, settings.Anchor) is { Session: not null, Widowed: [] };

    /// <returns>A line for each thing that keeps the server; not sent, when the guard does not stand.</returns>
    public async Task<CommandOutcome> LookAsync(CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            switch (await connection.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                case ReadOutcome.Failed failed:
                    return new CommandOutcome.NotSent($"it could not be listed: {failed.Detail}");
                case ReadOutcome.Read { Reply: var reply } when IsEstablished(reply):
                    return CommandOutcome.Completed.Of(
                        "exit-empty is off: it is not reaped when its last session ends",
                        $"the hidden session {AnchorRules.From(reply.State, settings.Anchor).Session!.Name} keeps it",
                        string.Create(CultureInfo.InvariantCulture, $"its hooks hint at changes, at index {settings.HookIndex}"));
                case ReadOutcome.Read { Reply: var reply }:
                    if (await EstablishAsync(reply, cancellationToken).ConfigureAwait(false) is { } problem)
                    {
                        return new CommandOutcome.NotSent(problem.Detail);
                    }

                    break;
            }
        }

        return new CommandOutcome.NotSent("what guards it does not stay in place");
    }

    /// <summary>Puts in place what the guard lacks. Null when it was done, or has to be looked at anew.</summary>
    public async Task<ReadOutcome.Failed?> EstablishAsync(ListingReply reply, CancellationToken cancellationToken)
    {
        var anchor = AnchorRules.From(reply.State, settings.Anchor);
        IEnumerable<TmuxCommand> commands =
        [
            .. _commands.Establish(reply.Hooks),
            .. anchor.Widowed.Select(_commands.Unmark),
            .. anchor.Session is null ? _commands.MakeAnchor(reply.WindowSize, FreeName(reply.State, settings.Anchor.Session)) : [],
        ];
        HasMadeAnchor |= anchor.Session is null;
        var result = await connection.RunAsync(commands, cancellationToken).ConfigureAwait(false);

        // A command that fails, such as a second anchor of the same name, shows in the next listing.
        return result is TmuxResult.Exited ? null : ListAndWait.Failure(result);
    }

    /// <summary>What a user, or a configuration that was read again, took away is put back; what strayed into the anchor goes home.</summary>
    public async Task<ImmutableArray<ServerEvent>> KeepAsync(ListingReply reply, CancellationToken cancellationToken)
    {
        if (reply is { ExitsWhenEmpty: true, State.Sessions.IsEmpty: true })
        {
            // Somebody took the floor away and ended everything: it ends as soon as no client is there.
            return [];
        }

        var anchor = AnchorRules.From(reply.State, settings.Anchor);
        if (IsEstablished(reply))
        {
            _repairs = 0;
        }
        else if (++_repairs <= MostRepairs || time.GetElapsedTime(_repaired) > RepairPause)
        {
            // It signals, and so ends the wait: the listing that follows shows what came of it.
            _repaired = time.GetTimestamp();
            await EstablishAsync(reply, cancellationToken).ConfigureAwait(false);
        }

        if (anchor is { IsRenamed: true, Session: { } session })
        {
            await connection.RunAsync([_commands.RenameAnchor(session.Id)], cancellationToken).ConfigureAwait(false);
        }

        return anchor.Strayed.IsEmpty ? [] : await SendHomeAsync(reply.State, anchor.Strayed, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<ServerEvent>> SendHomeAsync(ServerState state, ImmutableArray<Stray> strays, CancellationToken cancellationToken)
    {
        var visible = state.VisibleSessions.Select(session => session.Id).ToHashSet();
        var sessions = await connection.RunAsync([GuardCommands.RecentSessions], cancellationToken).ConfigureAwait(false);
        var home = GuardCommands.MostRecent(sessions is TmuxResult.Exited { Status: 0 } exited ? exited.Output.Span : default, visible);
        if (home is not { } session)
        {
            // There is no session of the user's: it stays, and the tree shows it.
            return [];
        }

        var events = ImmutableArray.CreateBuilder<ServerEvent>();
        foreach (var stray in strays)
        {
            if (await connection.RunAsync([GuardCommands.SendHome(stray, session)], cancellationToken).ConfigureAwait(false) is TmuxResult.Exited { Status: 0 })
            {
                events.Add(new WindowStrayed(stray.Window, stray.Name, stray.Pane, session));
            }
        }

        return events.ToImmutable();
    }

    /// <summary>The first of NAME, NAME-2, NAME-3... that no session has.</summary>
    internal static string FreeName(ServerState state, string name)
    {
        var taken = state.Sessions.Values.Select(session => session.Name).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, taken.Count + 1)
            .Select(number => number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"))
            .First(free => !taken.Contains(free));
    }
}
