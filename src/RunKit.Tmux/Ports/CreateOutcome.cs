using System.Text.Json.Serialization;

namespace RunKit.Tmux.Ports;

/// <summary>How a <c>new</c> ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Created), "born")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(AlreadyRuns), "already-runs")]
[JsonDerivedType(typeof(NotCreated), "not-born")]
public abstract record CreateOutcome
{
    /// <summary>A session was made, and it is there.</summary>
    public abstract record WithSession(ServerGeneration Generation, SessionId Session) : CreateOutcome
    {
        private readonly ImmutableArray<string> _warnings = [];

        /// <summary>The session's name as tmux has it; null when it is not known.</summary>
        public string? Name { get; init; }

        /// <summary>What else there is to know, each in one line: errors of the configuration, a directory that is gone.</summary>
        public ImmutableArray<string> Warnings
        {
            get => _warnings;
            init => _warnings = value.IsDefault ? [] : value;
        }
    }

    /// <summary>A server was started and runs, with this session.</summary>
    public sealed record Created(ServerGeneration Generation, SessionId Session) : WithSession(Generation, Session);

    /// <summary>The server ran already and got a session more.</summary>
    public sealed record Joined(ServerGeneration Generation, SessionId Session) : WithSession(Generation, Session);

    /// <summary>A server of that name lives; nothing was done.</summary>
    public sealed record AlreadyRuns : CreateOutcome;

    /// <summary>What was asked for is not there; <paramref name="Reason"/> is one line.</summary>
    public sealed record NotCreated(string Reason) : CreateOutcome;
}
