using System.Text.Json.Serialization;
using RunKit.Tmux.Agents;

namespace RunKit.ControlPlane.Agents;

/// <summary>A row of <c>runkit agents</c>: the same record on every surface.</summary>
/// <param name="Node">The node that sees it.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Generation">The server's generation.</param>
/// <param name="Pane">The pane.</param>
/// <param name="Target">Where that is: <c>session:window.pane</c>.</param>
/// <param name="Agent">The agent's name, or that of a program without rules.</param>
/// <param name="Known">It is an agent: a rule knows it, or its hook speaks for it.</param>
/// <param name="Process">The agent's process.</param>
/// <param name="State">How it is, since when, and by which evidence.</param>
public sealed record AgentView(
    string Node, string Server, ServerGeneration Generation, PaneId Pane, string Target, string Agent, bool Known, ProcessIdentity Process, AgentState State)
{
    /// <summary>Somebody is attached and looks at the pane.</summary>
    public bool LookedAt { get; init; }

    /// <summary>The pane's title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The current directory there.</summary>
    public string Path { get; init; } = "";

    /// <summary>Its name and state in a few words.</summary>
    [JsonIgnore]
    public string Words => $"{Agent}: {StateWords(State)}";

    /// <summary>A state in a few words: <c>waiting (permission)</c>.</summary>
    public static string StateWords(AgentState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Kind is { } kind ? $"{AgentState.Word(state.Status)} ({AgentState.Word(kind)})" : AgentState.Word(state.Status);
    }

    /// <summary>Makes it of what a server's look has found.</summary>
    public static AgentView Of(string node, ServerName server, ServerGeneration generation, AgentRecord record)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(record);
        return new AgentView(node, server.Value, generation, record.Pane, record.Target, record.Agent, record.IsKnown, record.Process, record.State)
        {
            LookedAt = record.IsLookedAt,
            Title = record.Title,
            Path = record.Path,
        };
    }
}

/// <summary>All agents, and the servers of which nothing can be told.</summary>
/// <param name="Agents">The agents, by server and pane.</param>
/// <param name="NotRead">Servers that live and could not be looked at: what runs there is not known.</param>
public sealed record AgentReport(ImmutableArray<AgentView> Agents, ImmutableArray<AgentsNotRead> NotRead);

/// <summary>A server whose agents are not known.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record AgentsNotRead(string Server, string Reason);
