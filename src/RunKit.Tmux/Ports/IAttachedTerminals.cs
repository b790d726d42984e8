using RunKit.Tmux.State;

namespace RunKit.Tmux.Ports;

/// <summary>
/// Attaches terminals of ours to servers: each is an attached client like any other, seen in <c>list-clients</c>, and the user's hooks run for it.
/// </summary>
public interface IAttachedTerminals
{
    /// <summary>Attaches one; null, and why in one line, when it cannot be.</summary>
    /// <param name="server">The server.</param>
    /// <param name="version">What it says its version is; null when that is not known.</param>
    /// <param name="request">What is attached.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    Task<(IAttachedTerminal? Terminal, string Problem)> AttachAsync(TmuxServerAddress server, string? version, AttachRequest request, CancellationToken cancellationToken);
}

/// <summary>What is to be attached.</summary>
/// <param name="Target">What to: a session, a window or a pane, as tmux names it.</param>
/// <param name="Size">Its columns and rows.</param>
public sealed record AttachRequest(string Target, TerminalSize Size)
{
    /// <summary>The fewest columns and rows: tmux makes windows as small as they are told.</summary>
    public static TerminalSize Smallest { get; } = new(20, 5);

    /// <summary>The most.</summary>
    public static TerminalSize Largest { get; } = new(1000, 500);

    /// <summary>What is typed changes nothing.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Its size does not count where another client is attached.</summary>
    public bool IgnoreSize { get; init; }

    /// <summary>Why this cannot be attached, in one line; null when it can.</summary>
    public string? Problem() => Target is null || Target.Length == 0 || Target.Contains('\0', StringComparison.Ordinal) || Target.StartsWith('-')
        ? "a target is a session, a window or a pane, such as $1 or %5"
        : SizeProblem(Size);

    /// <summary>Why no terminal of ours has that size, in one line; null when one can.</summary>
    public static string? SizeProblem(TerminalSize size) =>
        size.Width < Smallest.Width || size.Height < Smallest.Height || size.Width > Largest.Width || size.Height > Largest.Height
            ? $"a terminal has {Smallest.Width} to {Largest.Width} columns and {Smallest.Height} to {Largest.Height} rows, not {size.Width}x{size.Height}"
            : null;
}

/// <summary>An attached terminal, from its beginning to its disposal, which detaches it.</summary>
public interface IAttachedTerminal : IAsyncDisposable
{
    /// <summary>Why it has ended, in one line; null while it has not.</summary>
    string? Ended { get; }

    /// <summary>Reads what it is to show; 0 when it has ended.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Types.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Gives it another size.</summary>
    ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken);
}
