namespace RunKit.ControlPlane.Streams;

/// <summary>A pane at one moment, for a terminal that goes on from there.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Pane">The pane.</param>
/// <param name="Size">Its columns and rows: the viewer's terminal is to have as many.</param>
/// <param name="Live">
/// What the program prints follows as it comes. False where the pane can only be looked at again and again, and then a snapshot comes whenever it
/// has changed: <paramref name="Note"/> says why.
/// </param>
/// <param name="Note">Why it is not live, in one line; null when it is.</param>
/// <param name="AlternateScreen">A full-screen program has the screen.</param>
/// <param name="Dead">Its program has ended and tmux keeps it.</param>
/// <param name="Command">The program in the foreground.</param>
/// <param name="Title">The pane's title.</param>
/// <param name="Restore">
/// What makes a terminal of that size show the pane, its modes and its cursor: it begins with a reset. Then it goes on with what is printed.
/// </param>
public sealed record PaneSnapshot(
    string Server,
    PaneId Pane,
    TerminalSize Size,
    bool Live,
    string? Note,
    bool AlternateScreen,
    bool Dead,
    string Command,
    string Title,
    ReadOnlyMemory<byte> Restore);
