using RunKit.Tmux.State;

namespace RunKit.Tmux.Ports;

/// <summary>What a user asks for with <c>new</c>.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Session">The session's name; null for tmux's own choice. tmux may change it: the outcome tells.</param>
/// <param name="Directory">Where the session starts: an absolute path; null for the user's home.</param>
/// <param name="Command">A program and its arguments; empty for the user's shell.</param>
/// <param name="AttachOk">When the server runs already, add a session to it instead of refusing.</param>
public sealed record NewServer(
    ServerName Server,
    string? Session,
    string? Directory,
    ImmutableArray<string> Command,
    bool AttachOk)
{
    /// <summary>The longest that a creation may be given, in milliseconds: an hour.</summary>
    public const int MaxTimeoutMs = 3_600_000;

    /// <summary>How long a creation may take unless it is told otherwise.</summary>
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(60);

    private readonly ImmutableArray<string> _environment = [];

    /// <summary>Variables of the session, each as <c>NAME=VALUE</c>.</summary>
    public ImmutableArray<string> Environment
    {
        get => _environment;
        init => _environment = value.IsDefault ? [] : value;
    }

    /// <summary>How long it may take, the user's configuration included; null for <see cref="UsualTimeout"/>.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>The same as a span.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TimeSpan Timeout => TimeoutMs is { } given ? TimeSpan.FromMilliseconds(given) : UsualTimeout;

    /// <summary>Why this cannot be asked for, in one line; null when it can.</summary>
    public string? Problem()
    {
        if (Session is { Length: 0 })
        {
            return "a session name must not be empty";
        }

        if (Session?.StartsWith(SessionState.HiddenPrefix, StringComparison.Ordinal) == true)
        {
            return $"session names that start with {SessionState.HiddenPrefix} are RunKit's own";
        }

        if (Directory is not null && !Path.IsPathRooted(Directory))
        {
            return $"the start directory {Directory} is not an absolute path";
        }

        if (_environment.FirstOrDefault(variable => variable is null || variable.IndexOf('=', StringComparison.Ordinal) <= 0) is { } variable)
        {
            return $"a variable is NAME=VALUE, not {variable}";
        }

        if (TimeoutMs is { } limit and not (> 0 and <= MaxTimeoutMs))
        {
            return $"the time limit is {limit} ms; allowed: 1 to {MaxTimeoutMs}";
        }

        string?[] words = [Session, Directory, .. Command.IsDefault ? [] : Command, .. _environment];
        return words.Any(word => word?.Contains('\0', StringComparison.Ordinal) == true) ? "no word may hold a NUL character" : null;
    }
}
