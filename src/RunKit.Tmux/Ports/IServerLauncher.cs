using System.Text.Json.Serialization;

namespace RunKit.Tmux.Connection;

/// <summary>The one way by which a server is started.</summary>
public interface IServerLauncher
{
    /// <summary>Looks first, and starts a server only where none runs. Failures come as outcomes.</summary>
    Task<CreateOutcome> LaunchAsync(NewServer request, CancellationToken cancellationToken);
}

/// <summary>What a user asks for with <c>new</c>.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Session">The session's name; null for tmux's own choice.</param>
/// <param name="Directory">Where the session starts: an absolute path; null for the user's home.</param>
/// <param name="Command">A program and its arguments; empty for the user's shell.</param>
/// <param name="AttachOk">When the server runs already, add a session to it instead of refusing.</param>
public sealed record NewServer(
    ServerName Server,
    string? Session,
    string? Directory,
    ImmutableArray<string> Command,
    bool AttachOk);

/// <summary>How a <c>new</c> ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Born), "born")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(AlreadyRuns), "already-runs")]
[JsonDerivedType(typeof(NotCreated), "not-born")]
public abstract record CreateOutcome
{
    /// <summary>A server was started, with this first session.</summary>
    public sealed record Born(ServerGeneration Generation, SessionId Session) : CreateOutcome;

    /// <summary>The server ran already and got a session more.</summary>
    public sealed record Joined(ServerGeneration Generation, SessionId Session) : CreateOutcome;

    /// <summary>A server of that name lives; nothing was done.</summary>
    public sealed record AlreadyRuns : CreateOutcome;

    /// <summary>It could not be; <paramref name="Reason"/> is one line.</summary>
    public sealed record NotCreated(string Reason) : CreateOutcome;
}
