using Akka.Event;

namespace RunKit.Actors.Servers;

internal sealed partial class ServerActor
{
    // The connection over which a release is under way; 0 for none.
    private long _releasing;

    private void OnExecute(ServerProtocol.Execute execute)
    {
        if (TmuxCommand.Problem(execute.Words) is { } problem)
        {
            Sender.Tell(NotSent(problem));
            return;
        }

        var command = new TmuxCommand(execute.Words[0], execute.Words.Skip(1));
        if (CommandRules.Refusal(command) is { } refusal)
        {
            Sender.Tell(NotSent(refusal));
            return;
        }

        var timeout = execute.Options.Timeout ?? _settings.CommandTimeout;
        ExecuteInTimeAsync(_connection!, command, execute.Options.Caller, timeout, _ports.Time).PipeTo(Sender, Self, Executed);
    }

    private static Task<CommandOutcome> ExecuteInTimeAsync(
        IServerConnection connection, TmuxCommand command, TimeSpan timeout, TimeProvider time) =>
        ExecuteInTimeAsync(connection, command, "", timeout, time);

    private static async Task<CommandOutcome> ExecuteInTimeAsync(
        IServerConnection connection, TmuxCommand command, string caller, TimeSpan timeout, TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        return await connection.ExecuteAsync(command, caller, deadline.Token).ConfigureAwait(false);
    }

    /// <summary>A command of our own: nobody waits for it, and when tmux refuses it the log says so.</summary>
    private void Send(TmuxCommand command)
    {
        var session = _session;
        ExecuteInTimeAsync(_connection!, command, _settings.CommandTimeout, _ports.Time)
            .PipeTo(Self, Self, outcome => new ServerProtocol.CommandEnded(session, command, outcome));
    }

    private void MoveAttachment()
    {
        if (_settings.Attach == AttachTarget.FirstSession && _memory.State.FirstRealSession is { } first)
        {
            Send(new TmuxCommand("switch-client", "-t", first.Id.ToString()));
        }
    }

    // Unknown says nothing against it: what ends the connection is never answered.
    private void OnCommandEnded(ServerProtocol.CommandEnded ended)
    {
        if (ended.Outcome is CommandOutcome.Failed or CommandOutcome.NotSent)
        {
            _log.Warning("server {0}: {1} was not carried out: {2}", _server, ended.Command, ended.Outcome);
        }
    }

    private void OnRelease(ServerProtocol.Release release)
    {
        Audit("release", release.AuditedFor);
        StartRelease(Sender);
    }

    private void StartRelease(IActorRef caller)
    {
        _memory.ReleaseWanted = false;
        _memory.ReguardWanted = false;
        _releasing = _session;
        var session = _session;
        ReleaseAsync(_connection!, _settings, _ports.Time)
            .PipeTo(Self, Self, outcome => new ServerProtocol.Released(session, outcome, caller));
    }

    // The last of the commands ends the anchor and with it this connection, so its answer may never come.
    private static async Task<CommandOutcome> ReleaseAsync(IServerConnection connection, PlaneSettings settings, TimeProvider time)
    {
        foreach (var command in DialScript.Release(settings.Anchor))
        {
            var outcome = await ExecuteInTimeAsync(connection, command, settings.CommandTimeout, time).ConfigureAwait(false);
            if (outcome is CommandOutcome.Failed or CommandOutcome.NotSent || (outcome is CommandOutcome.Unknown && command.Name != "kill-session"))
            {
                return outcome;
            }
        }

        return new CommandOutcome.Completed([]);
    }

    // A client that was moved to a user's session outlives the anchor; staying away means that it goes too.
    private void OnReleased(ServerProtocol.Released released)
    {
        _releasing = 0;
        released.Caller.Tell(Executed(released.Outcome));
        if (released.Outcome is CommandOutcome.Completed)
        {
            LeaveConnected();
            EnterReleased();
        }
    }

    // In the middle of a release the wish is kept for the dial that follows it.
    private void OnGuardWhileConnected()
    {
        _memory.ReguardWanted = _releasing != 0;
        Sender.Tell(Executed(new CommandOutcome.Completed([])));
    }
}
