namespace RunKit.Tmux.State;

/// <summary>A client that is attached.</summary>
/// <param name="Name">Its terminal's path, or <c>client-PID</c> when it has none.</param>
/// <param name="Control">It is a program in control mode, and no terminal.</param>
public sealed record ClientState(string Name, int Pid, SessionId Session, TerminalSize Size, bool Control, bool ReadOnly);

/// <summary>A paste buffer; what it holds is not read.</summary>
/// <param name="Bytes">How much it holds.</param>
/// <param name="Created">When it was made or last set, in seconds since 1970.</param>
public sealed record BufferState(string Name, long Bytes, long Created);
