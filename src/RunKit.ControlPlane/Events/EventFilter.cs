using System.IO.Enumeration;
using RunKit.ControlPlane.Servers;

namespace RunKit.ControlPlane.Events;

/// <summary>Which events a reader wants, and from where on. A <see cref="PlaneResync"/> reaches every reader.</summary>
public sealed record EventFilter
{
    /// <summary>Every event, from the next one on.</summary>
    public static EventFilter All { get; } = new();

    /// <summary>Only events of these types, in which <c>*</c> and <c>?</c> match: <c>server.*</c>. Empty for all.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Only events of these servers, by name, in which <c>*</c> and <c>?</c> match. Empty for all.</summary>
    public ImmutableArray<string> Servers { get; init; } = [];

    /// <summary>Go on behind this event; null for the next one, unless there is a <see cref="Since"/>.</summary>
    public EventId? After { get; init; }

    /// <summary>
    /// Begin with the first event that is not older, where no <see cref="After"/> is given. When the plane does not know what happened so long
    /// ago, one <see cref="PlaneResync"/> comes first and then whatever it knows.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether an event is one that is wanted, wherever it stands.</summary>
    public bool Admits(PlaneEvent happened) => happened switch
    {
        ServerEventEnvelope envelope => Matches(Types, EventTypes.Of(happened)) && Matches(Servers, envelope.Server.Value),

        // A node is no server, and whoever asks for some servers alone asks for no node.
        NodeHappened => Matches(Types, EventTypes.Of(happened)) && Servers.IsDefaultOrEmpty,
        _ => true,
    };

    /// <summary>Whether a type is asked for by name, or by a pattern that fits it.</summary>
    public bool Names(string type) => !Types.IsDefaultOrEmpty && Matches(Types, type);

    /// <summary>Whether the text is a type, or fits one.</summary>
    public static bool IsType(string text) => EventTypes.All.Any(type => FileSystemName.MatchesSimpleExpression(text, type, ignoreCase: false));

    /// <summary>Why the text names no server and fits no server's name; null when it does.</summary>
    public static string? ServerProblem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ServerName.Problem(text.Replace('*', 'x').Replace('?', 'x'));
    }

    private static bool Matches(ImmutableArray<string> globs, string text) =>
        globs.IsDefaultOrEmpty || globs.Any(glob => FileSystemName.MatchesSimpleExpression(glob, text, ignoreCase: false));
}
