using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Connection;

/// <summary>
/// The argument vector of one tmux process. There are two ways to make one: <c>Join</c> always says <c>-N</c>, with which tmux
/// (3.2 and later) refuses to start a server, and <see cref="Create"/> never does. Nothing else can build an argument vector, so
/// nothing else can start a server.
/// </summary>
public sealed record TmuxArguments
{
    private TmuxArguments(SocketPath socket, IEnumerable<string> options, IEnumerable<TmuxCommand> commands, bool mayStartServer)
        : this(socket, options, [.. InSequence(commands)], mayStartServer)
    {
    }

    private TmuxArguments(SocketPath socket, IEnumerable<string> options, ImmutableArray<string> commandWords, bool mayStartServer)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (commandWords.IsEmpty)
        {
            // Without one, tmux runs its default: new-session.
            throw new ArgumentException("tmux needs at least one command", nameof(commandWords));
        }

        CommandWords = commandWords;
        Words = [.. options, "-S", socket.Value, .. CommandWords];
        SocketDirectory = Path.GetDirectoryName(socket.Value) ?? "/";
        MayStartServer = mayStartServer;
    }

    public ImmutableArray<string> Words { get; }

    /// <summary>The last of them, which are the commands.</summary>
    public ImmutableArray<string> CommandWords { get; }

    /// <summary>The directory of the socket that it talks to.</summary>
    public string SocketDirectory { get; }

    /// <summary>True only for an explicit <c>new</c>.</summary>
    public bool MayStartServer { get; }

    /// <summary>Commands for a server that runs already; they fail when it does not.</summary>
    /// <exception cref="ArgumentException">There is no command.</exception>
    public static TmuxArguments Join(SocketPath socket, params IEnumerable<TmuxCommand> commands) =>
        new(socket, ["-N", "-u"], commands, mayStartServer: false);

    /// <summary>A command line for a server that runs already; it fails when it does not.</summary>
    public static TmuxArguments Join(SocketPath socket, TmuxCommandLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new(socket, ["-N", "-u"], line.Words, mayStartServer: false);
    }

    /// <summary>The one command line that may start a server: the creation of a session that a user asked for.</summary>
    public static TmuxArguments Create(SocketPath socket, CreateCommands commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return new(socket, ["-u"], commands.Start().Words, mayStartServer: true);
    }

    public override string ToString() => string.Join(' ', Words);

    public bool Equals(TmuxArguments? other) => other is not null && Words.SequenceEqual(other.Words);

    public override int GetHashCode() => Words.Aggregate(0, HashCode.Combine);

    // In an argument vector tmux takes a word that ends in ';' for the end of a command, unless the ';' is escaped.
    private static IEnumerable<string> InSequence(IEnumerable<TmuxCommand> commands)
    {
        var first = true;
        foreach (var command in commands)
        {
            if (!first)
            {
                yield return ";";
            }

            first = false;
            foreach (var word in command.Words)
            {
                yield return word.EndsWith(';') ? $"{word[..^1]}\\;" : word;
            }
        }
    }
}
