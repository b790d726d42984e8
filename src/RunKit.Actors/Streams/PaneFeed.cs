using RunKit.ControlPlane.Streams;
using RunKit.Tmux.Streams;

namespace RunKit.Actors.Streams;

/// <summary>
/// One pane's output for all its viewers: takes the pane's one pipe where it is free, begins again where it ends, and looks at the pane again and
/// again where it cannot be had.
/// </summary>
internal sealed class PaneFeed
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    // A pipe that ends at once so often, with nothing in it, is one whose command cannot be run there.
    private const int MostEmptyPipes = 3;

    // Where the program prints no UTF-8, every place looks so.
    private const int MostMidway = 5;

    private readonly StreamPorts _ports;
    private readonly PaneAddress _pane;
    private ServerGeneration? _server;
    private FollowedPipe? _pipe;
    private int _emptyPipes;
    private int _midway;
    private string? _noPipe;

    public PaneFeed(StreamPorts ports, PaneAddress pane)
    {
        (_ports, _pane) = (ports, pane);
        _noPipe = ports.Pipes is null ? "this plane has no place for its pipe" : null;
    }

    public FeedViewers Viewers { get; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time => _ports.Time;

    /// <summary>Runs until nobody looks any more, or the pane has gone.</summary>
    public async Task RunAsync(CancellationToken stopped)
    {
        try
        {
            for (string? reason = ""; reason is not null && !Viewers.TryEndEmpty();)
            {
                reason = await StepAsync(reason, stopped).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            Viewers.End("the node ends");
        }
        finally
        {
            await GiveBackAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Shows the pane to a slow viewer alone.</summary>
    public async Task<PaneStreamEvent.Snapshot?> ShowAsync(FeedViewer viewer, CancellationToken cancellationToken) =>
        await StreamLook.TakeAsync(_ports, _pane, nonce => StreamCommands.Look(_pane.Pane, nonce, viewer.History), cancellationToken).ConfigureAwait(false) is StreamLook.Seen seen
            ? FeedViewers.Slow(seen.Snapshot)
            : null;

    // A reason why the next one is needed; null when it is over.
    private async Task<string?> StepAsync(string reason, CancellationToken stopped)
    {
        var old = _pipe;
        var history = Viewers.History;
        var made = _noPipe is null ? _ports.Pipes!.TryMake(_ports.Socket, _pane.Pane, out _noPipe) : null;
        _noPipe = made is null ? _noPipe : null;
        var (before, printed) = old is { IsQuiet: true } && made is not null ? (await LookAsync(history, stopped).ConfigureAwait(false), Viewers.Printed) : (null, -1);
        var look = await BeginAsync(made, old, history, stopped).ConfigureAwait(false);
        if (look is not StreamLook.Seen seen || made is null || seen.State.Mark != made.Mark || !seen.State.Piped)
        {
            made?.Dispose();
            return await WithoutPipeAsync(look, reason, stopped).ConfigureAwait(false);
        }

        var pipe = _pipe = new FollowedPipe(_ports, _pane, made, seen.State);
        bool seamless;
        using (old)
        {
            if (!await made.OpensAsync(Patience, stopped).ConfigureAwait(false))
            {
                _noPipe = "its pipe does not open: pipe-pane's command cannot be run there";
                return reason;
            }

            // Those who read on miss nothing where nothing was printed in between.
            seamless = old is not null && old.IsOf(seen.State) && before is StreamLook.Seen same && same.Snapshot.Restore.Span.SequenceEqual(seen.Snapshot.Restore.Span)
                && await old.DrainAsync(Viewers, stopped).ConfigureAwait(false) && Viewers.Printed == printed;
        }

        _server ??= seen.State.Server;
        Viewers.Publish(seen.Snapshot with { Live = true }, history, seamless, reason);
        var ended = await pipe.FollowAsync(Viewers, _midway >= MostMidway, stopped).ConfigureAwait(false);
        _midway = ended == FollowedPipe.BeganMidway ? _midway + 1 : 0;
        _emptyPipes = pipe.Read > 0 ? 0 : ended == FollowedPipe.PipeEnded ? _emptyPipes + 1 : _emptyPipes;
        _noPipe = _emptyPipes >= MostEmptyPipes ? "its pipe ends at once: dd cannot be run there as it has to be" : _noPipe;
        return ended;
    }

    private async Task<StreamLook> BeginAsync(IPanePipe? made, FollowedPipe? old, int history, CancellationToken stopped)
    {
        if (made is null)
        {
            return await LookAsync(history, stopped).ConfigureAwait(false);
        }

        // One that has ended is nobody's, or somebody else's by now; one that a process has left which has ended is as good as none.
        var replaced = old is { IsOver: false } ? old.Mark : null;
        if (old is null && await StreamLook.WatchAsync(_ports, _pane, stopped).ConfigureAwait(false) is { Piped: true } state && _ports.Pipes!.IsAbandoned(state.Mark))
        {
            replaced = state.Mark;
        }

        return await StreamLook.TakeAsync(
            _ports, _pane, nonce => StreamCommands.Begin(_pane.Pane, nonce, history, made.Command, made.Mark, replaced), stopped).ConfigureAwait(false);
    }

    private Task<StreamLook> LookAsync(int history, CancellationToken stopped) =>
        StreamLook.TakeAsync(_ports, _pane, nonce => StreamCommands.Look(_pane.Pane, nonce, history), stopped);

    private async Task<string?> WithoutPipeAsync(StreamLook look, string reason, CancellationToken stopped)
    {
        await GiveBackAsync().ConfigureAwait(false);
        var began = _ports.Time.GetTimestamp();
        PaneSnapshot? shown = null;
        while (!Viewers.IsEmpty)
        {
            switch (look)
            {
                case StreamLook.Seen seen when _server is { } server && seen.State.Server != server:
                    Viewers.End("its server ended, and another has its name");
                    return null;
                case StreamLook.Seen seen:
                    began = _ports.Time.GetTimestamp();
                    _server ??= seen.State.Server;
                    shown = Show(seen, shown, reason);
                    if (_noPipe is null && !seen.State.Dead && IsFree(seen.State))
                    {
                        return "its pipe is free again";
                    }

                    break;
                case StreamLook.Gone:
                    Viewers.End("the pane is gone");
                    return null;
                case StreamLook.Failed failed when _ports.Time.GetElapsedTime(began) > Patience:
                    Viewers.End(failed.Reason);
                    return null;
            }

            await Task.Delay(look is StreamLook.Seen ? BetweenLooks : BeforeAnotherTry, _ports.Time, stopped).ConfigureAwait(false);
            look = await LookAsync(Viewers.History, stopped).ConfigureAwait(false);
        }

        return reason;
    }

    private bool IsFree(PipedPane state) => !state.Piped || _ports.Pipes!.IsAbandoned(state.Mark);

    private PaneSnapshot Show(StreamLook.Seen seen, PaneSnapshot? shown, string reason)
    {
        var note = _noPipe ?? (seen.State.Dead ? "its program has ended" : "the pane's pipe is somebody else's (pipe-pane): it is looked at again and again");
        var snapshot = seen.Snapshot with { Note = note };
        if (shown is null || Viewers.NeedSnapshot || shown.Size != snapshot.Size || shown.Dead != snapshot.Dead || !shown.Restore.Span.SequenceEqual(snapshot.Restore.Span))
        {
            Viewers.Show(snapshot, shown is null && reason.Length > 0 ? reason : note);
            return snapshot;
        }

        return shown;
    }

    private async Task GiveBackAsync()
    {
        if (_pipe is { } pipe)
        {
            _pipe = null;
            using (pipe)
            {
                // A server that does not answer has no pipe to give back for long: with our end its command ends.
                await _ports.Commands.RunAsync(StreamCommands.End(_pane.Pane, pipe.Mark, pipe.IsOver), null, EndLimit, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
