using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Connection;

/// <summary>Follows the output of a <see cref="DialScript"/> until the dial has succeeded or cannot any more. Not thread-safe.</summary>
/// <param name="script">The script that was sent.</param>
/// <param name="guard">The policy it carried.</param>
public sealed class Handshake(DialScript script, GuardPolicy guard)
{
    private bool _released;
    private bool _made;
    private bool _guarded;
    private bool _attached;
    private bool _ended;
    private string[]? _identity;
    private readonly StateReader _listing = new();
    private string _problem = "";
    private string? _unreadable;

    /// <summary>tmux's own words about what went wrong, as far as it said any; else empty.</summary>
    public string Problem => _problem;

    /// <summary>Takes the next item. Returns what the handshake has come to; null while it goes on.</summary>
    public HandshakeResult? Take(ControlModeItem item)
    {
        switch (item)
        {
            case ControlBlock { FromStdin: false } block:
                Block(block);
                break;
            case TmuxNotification.SessionChanged:
                _attached = true;
                break;
            case UnframedLine line when _identity is null && line.Text.Length > 0:
                Note(line.Text);
                break;
            case TmuxNotification.Exit exit when !(_released && _ended):
                return new HandshakeResult.Failed(_problem.Length > 0 ? _problem : exit.Reason ?? "the client was told to exit");
        }

        return Result();
    }

    private void Block(ControlBlock block)
    {
        if (block.Failed)
        {
            Note(block.Text);
            return;
        }

        var text = block.Text;
        _released |= text == script.ReleasedMark;
        _made |= text == script.MadeMark;
        _guarded |= text == script.GuardedMark;
        _ended |= text == script.EndMark;
        if (text.StartsWith(script.IdentityMark, StringComparison.Ordinal))
        {
            _identity = text.Split(' ');
        }
        else if (_identity is not null && !_ended)
        {
            // A hook of the user's may print here too: what does not begin like a listing is not ours.
            var problem = block.Cut ? "tmux's listing is too long" : "";
            if (StateReader.IsListing(block.Body.Span) && (block.Cut || !_listing.TryTake(block.Body.Span, out problem)))
            {
                _unreadable ??= problem;
            }
        }
    }

    private HandshakeResult? Result()
    {
        if (!_ended || !(_released || _attached))
        {
            return null;
        }

        if (Identity() is not { } identity)
        {
            return new HandshakeResult.Failed("tmux did not say who it is");
        }

        var problem = _unreadable;
        if (problem is not null || !_listing.TryBuild(out var state, out problem))
        {
            return new HandshakeResult.Failed(problem);
        }

        if (_released)
        {
            return new HandshakeResult.Released(identity.Generation, identity.Version, state);
        }

        // Attached, so there is a session: a listing without any was not carried out.
        if (!_guarded || state.Sessions.IsEmpty)
        {
            return new HandshakeResult.Failed(_problem.Length > 0 ? _problem : "tmux did not carry out the whole dial");
        }

        var guarded = guard == GuardPolicy.Floor ? GuardState.Floor : GuardState.Observe;
        return new HandshakeResult.Attached(identity.Generation, identity.Version, guarded, _made, identity.Kept, state);
    }

    private (ServerGeneration Generation, string Version, bool Kept)? Identity() =>
        _identity is [_, var pid, var start, var version, var kept]
        && int.TryParse(pid, out var pidNumber)
        && long.TryParse(start, out var startNumber)
            ? (new ServerGeneration(pidNumber, startNumber), version, kept == "kept")
            : null;

    private void Note(string problem)
    {
        if (_problem.Length == 0)
        {
            _problem = problem.Length > 200 ? problem[..200] : problem;
        }
    }
}

/// <summary>What a handshake came to.</summary>
public abstract record HandshakeResult
{
    public sealed record Attached(
        ServerGeneration Generation, string Version, GuardState Guard, bool MadeAnchor, bool AnchorIsKept, ServerState State)
        : HandshakeResult;

    /// <summary>The server is marked as released; nothing was done to it and the client ends by itself.</summary>
    public sealed record Released(ServerGeneration Generation, string Version, ServerState State) : HandshakeResult;

    public sealed record Failed(string Words) : HandshakeResult;
}
