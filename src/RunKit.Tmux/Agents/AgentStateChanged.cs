using RunKit.Tmux.State;

namespace RunKit.Tmux.Agents;

/// <summary>An agent, or another program, is in another state. It is told at the change only.</summary>
/// <param name="Pane">The pane.</param>
/// <param name="Target">Where that is: <c>session:window.pane</c>.</param>
/// <param name="Agent">The agent's name, or the program's.</param>
/// <param name="Known">It is an agent: a rule knows it, or its hook speaks for it.</param>
/// <param name="Old">How it was; null when it is seen for the first time.</param>
/// <param name="State">How it is.</param>
public sealed record AgentStateChanged(PaneId Pane, string Target, string Agent, bool Known, AgentState? Old, AgentState State) : ServerEvent;
