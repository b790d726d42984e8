using System.Text.Json.Serialization;

namespace RunKit.Tmux.State;

/// <summary>A session is new, with all that a state knows of it.</summary>
public sealed record SessionAdded(SessionId Session, string Name, string Group, ImmutableArray<WindowLink> Windows) : ServerEvent
{
    /// <inheritdoc cref="SessionState.Mark"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Mark { get; init; }

    public bool Equals(SessionAdded? other) =>
        other is not null && Session == other.Session && Name == other.Name && Group == other.Group && Mark == other.Mark && Windows.SequenceEqual(other.Windows);

    public override int GetHashCode() => HashCode.Combine(Session, Name, Group, Windows.Length);
}

public sealed record SessionRenamed(SessionId Session, string OldName, string Name) : ServerEvent;

public sealed record SessionRemoved(SessionId Session, string Name) : ServerEvent;

/// <summary>The session's current window is another one, or the same at another index.</summary>
public sealed record SessionWindowChanged(SessionId Session, WindowId? OldWindow, WindowId? Window, int? Index) : ServerEvent;

/// <summary>Windows were linked to the session, unlinked or moved; <paramref name="Windows"/> is all of them now.</summary>
public sealed record SessionLinksChanged(SessionId Session, ImmutableArray<WindowLink> Windows) : ServerEvent
{
    public bool Equals(SessionLinksChanged? other) =>
        other is not null && Session == other.Session && Windows.SequenceEqual(other.Windows);

    public override int GetHashCode() => HashCode.Combine(Session, Windows.Length);
}

/// <summary>The session has joined another session group, or left the one it was in (empty).</summary>
public sealed record SessionGroupChanged(SessionId Session, string OldGroup, string Group) : ServerEvent;

/// <summary>A window is new, with all that a state knows of it.</summary>
public sealed record WindowAdded(WindowId Window, string Name, WindowShape Shape, PaneId? ActivePane) : ServerEvent;

public sealed record WindowRenamed(WindowId Window, string OldName, string Name) : ServerEvent;

public sealed record WindowRemoved(WindowId Window, string Name) : ServerEvent;

/// <summary>The window's size, division or zoom is another one.</summary>
public sealed record WindowLayoutChanged(WindowId Window, WindowShape Old, WindowShape New) : ServerEvent;

/// <summary>The window's active pane is another one.</summary>
public sealed record WindowPaneChanged(WindowId Window, PaneId? OldPane, PaneId? Pane) : ServerEvent;

/// <summary>A command that named no session made a window, or a pane, in the anchor; it was moved to where its user will find it.</summary>
/// <param name="Window">The window that was made, or in which the pane was.</param>
/// <param name="Name">The window's name, or the pane's program.</param>
/// <param name="Pane">The pane; null for a whole window.</param>
/// <param name="MovedTo">The session where it is now.</param>
public sealed record WindowStrayed(
    WindowId Window,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PaneId? Pane,
    SessionId MovedTo) : ServerEvent;

/// <summary>A pane is new, with all that a state knows of it; <see cref="PaneState"/> says what each part means.</summary>
public sealed record PaneAdded(
    PaneId Pane,
    WindowId Window,
    int Index,
    TerminalSize Size,
    bool Dead,
    int Pid,
    string Title,
    string Command,
    string Path,
    string Mode) : ServerEvent
{
    /// <inheritdoc cref="PaneState.ExitStatus"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitStatus { get; init; }

    /// <inheritdoc cref="PaneState.ExitSignal"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExitSignal { get; init; }
}

public sealed record PaneRemoved(PaneId Pane, WindowId Window) : ServerEvent;

/// <summary>What changed of a pane, old and new; what did not change is null.</summary>
public sealed record PaneChanged(
    PaneId Pane,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<string>? Title = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<string>? Command = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<string>? Path = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<bool>? Dead = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<string>? Mode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<int>? Pid = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<TerminalSize>? Size = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<int>? Index = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<WindowId>? Window = null) : ServerEvent
{
    /// <inheritdoc cref="PaneState.ExitStatus"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Change<int?>? ExitStatus { get; init; }

    /// <inheritdoc cref="PaneState.ExitSignal"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Change<string?>? ExitSignal { get; init; }
}

/// <summary>The program of a pane that tmux keeps (<c>remain-on-exit</c>) has ended, and tmux has told how.</summary>
/// <param name="ExitStatus">Its status; null when a signal ended it.</param>
/// <param name="ExitSignal">The signal, such as <c>SIGKILL</c>; null when it was none.</param>
public sealed record PaneExited(PaneId Pane, WindowId Window, int? ExitStatus, string? ExitSignal) : ServerEvent;

/// <summary>A shell has come back to its prompt.</summary>
public sealed record PanePrompt(PaneId Pane) : ServerEvent;

/// <summary>The pane prints again, after a while without output.</summary>
public sealed record PaneOutputStarted(PaneId Pane) : ServerEvent;

/// <summary>The pane has printed nothing for about ten seconds.</summary>
public sealed record PaneOutputQuiet(PaneId Pane) : ServerEvent;

/// <summary>A client has attached itself to a session.</summary>
public sealed record ClientAttached(string Client, int Pid, SessionId Session, TerminalSize Size, bool Control, bool ReadOnly) : ServerEvent;

public sealed record ClientDetached(string Client, int Pid, SessionId Session) : ServerEvent;

/// <summary>What changed of a client, old and new; what did not change is null.</summary>
public sealed record ClientChanged(
    string Client,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<SessionId>? Session = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<TerminalSize>? Size = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<bool>? ReadOnly = null) : ServerEvent;

/// <summary>A paste buffer is new, or was set again.</summary>
public sealed record BufferChanged(string Buffer, long Bytes, long Created) : ServerEvent;

public sealed record BufferRemoved(string Buffer) : ServerEvent;

/// <summary>A value before and after.</summary>
public sealed record Change<T>(T Old, T New);
