using System.Globalization;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.ControlPlane.Panes;

/// <summary>A row of <c>runkit panes</c>.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Pane">The pane.</param>
/// <param name="Target">Where it is, as <c>-t</c> takes it: <c>session:window.pane</c>. A window in several sessions is told in the first.</param>
/// <param name="Active">It has the keys of its window, and that is its session's current one.</param>
/// <param name="Dead">Its program has ended and tmux keeps it.</param>
/// <param name="Command">The program in the foreground.</param>
/// <param name="Path">That program's current directory.</param>
/// <param name="Title">The pane's title.</param>
/// <param name="Mode">tmux's mode, such as <c>copy-mode</c>; null when it is in none.</param>
public sealed record PaneSummary(
    string Server, PaneId Pane, string Target, bool Active, bool Dead, int Pid, TerminalSize Size, string Command, string Path, string Title, string? Mode)
{
    /// <inheritdoc cref="PaneState.ExitStatus"/>
    public int? ExitStatus { get; init; }

    /// <inheritdoc cref="PaneState.ExitSignal"/>
    public string? ExitSignal { get; init; }

    /// <summary>The node that its server is on.</summary>
    public string Node { get; init; } = "";

    /// <summary>When it printed something last, to within eight seconds; null where that cannot be seen.</summary>
    public DateTimeOffset? LastOutput { get; init; }

    /// <summary>Whether a shell waits for a command there; null where that cannot be seen.</summary>
    public bool? AtPrompt { get; init; }

    /// <summary>The agent that runs there and how it is, such as <c>claude: waiting (permission)</c>; null for none, and where no node looks.</summary>
    public string? Agent { get; init; }

    /// <summary>The panes of a tree, in its order, each once.</summary>
    public static ImmutableArray<PaneSummary> Of(ServerTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return
        [
            .. (from session in tree.Sessions
                from window in session.Windows
                from pane in window.Panes
                select new PaneSummary(
                    tree.Name,
                    pane.Id,
                    string.Create(CultureInfo.InvariantCulture, $"{session.Name}:{window.Index}.{pane.Index}"),
                    window.Active && pane.Active,
                    pane.Dead,
                    pane.Pid,
                    pane.Size,
                    pane.Command,
                    pane.Path,
                    pane.Title,
                    pane.Mode)
                {
                    Node = tree.Node,
                    ExitStatus = pane.ExitStatus,
                    ExitSignal = pane.ExitSignal,
                }).DistinctBy(pane => pane.Pane),
        ];
    }

    /// <summary>The same with what its terminal tells.</summary>
    /// <param name="terminals">Looks at terminals; null where none can be looked at.</param>
    public PaneSummary SeenBy(IPaneTerminals? terminals) => this with { AtPrompt = terminals?.Find(Pid)?.IsAtPrompt, LastOutput = terminals?.LastOutput(Pid) };

    /// <summary>The same with the agent that is there.</summary>
    public PaneSummary With(AgentReport? report) => this with
    {
        Agent = report?.Agents.FirstOrDefault(agent => agent.Known && agent.Server == Server && agent.Pane == Pane)?.Words,
    };

    /// <summary>Whether a word stands in it, in whatever case.</summary>
    public bool Mentions(string word) =>
        ((string[])[Server, Target, Pane.ToString(), Command, Path, Title]).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
