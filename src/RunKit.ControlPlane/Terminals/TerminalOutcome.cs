using RunKit.Tmux.Ports;

namespace RunKit.ControlPlane.Terminals;

/// <summary>What attaching a terminal came to.</summary>
public abstract record TerminalOutcome
{
    private TerminalOutcome()
    {
    }

    /// <summary>It is attached, until it is disposed of.</summary>
    public sealed record Opened(IAttachedTerminal Terminal) : TerminalOutcome;

    /// <summary>It is not.</summary>
    public sealed record NotOpened(string Reason) : TerminalOutcome;

    /// <summary>There is no such server.</summary>
    public sealed record UnknownServer : TerminalOutcome;
}
