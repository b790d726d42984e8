namespace RunKit.Tmux.Agents;

/// <summary>
/// Finds the agent among the processes of a pane: the one nearest to the pane's own that is in the foreground. What wraps it (a shell, npx, an
/// interpreter) is looked through; an agent in the background, or stopped, is none.
/// </summary>
public static class AgentRecognition
{
    private static readonly string[] Interpreters = ["node", "nodejs", "bun", "deno", "python", "python3", "bash", "sh", "dash", "zsh", "env"];

    /// <summary>The agent and its process; null where no rule knows one.</summary>
    /// <param name="rules">What is known of agents.</param>
    /// <param name="tree">The pane's processes, each after its parent.</param>
    /// <param name="foreground">The process group that has the terminal.</param>
    public static (AgentProgram Program, PaneProcess Process)? Find(AgentRules rules, IReadOnlyList<PaneProcess> tree, int foreground)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(tree);
        foreach (var process in tree)
        {
            if (!process.Stopped && IsInForeground(process, tree, foreground) && rules.Programs.FirstOrDefault(program => Runs(process, program)) is { } known)
            {
                return (known, process);
            }
        }

        return null;
    }

    /// <summary>The program in the foreground; null where there is none.</summary>
    public static PaneProcess? Foreground(IReadOnlyList<PaneProcess> tree, int foreground)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree.FirstOrDefault(process => process.Process.Pid == foreground) ?? tree.FirstOrDefault(process => process.Group == foreground);
    }

    /// <summary>Whether a process runs an agent.</summary>
    public static bool Runs(PaneProcess process, AgentProgram program)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(program);
        if (program.Processes.Contains(process.Program, StringComparer.Ordinal) || program.Processes.Contains(process.Name, StringComparer.Ordinal))
        {
            return true;
        }

        return Interpreters.Contains(process.Program, StringComparer.Ordinal)
            && process.Arguments.Skip(1).FirstOrDefault(argument => !argument.StartsWith('-')) is { } script
            && program.Scripts.Any(end => $"/{script}".EndsWith(end, StringComparison.Ordinal));
    }

    // A program with a terminal of its own, such as script(1), has its children in another session.
    private static bool IsInForeground(PaneProcess process, IReadOnlyList<PaneProcess> tree, int foreground)
    {
        var session = tree.Count > 0 ? tree[0].Session : 0;
        var at = process;
        while (at.Session != session && tree.FirstOrDefault(known => known.Process.Pid == at.Parent) is { } parent && parent != at)
        {
            at = parent;
        }

        return at.Group == foreground && (at == process || !IsShellAlone(at, tree));
    }

    private static bool IsShellAlone(PaneProcess process, IReadOnlyList<PaneProcess> tree) =>
        process.IsShell && !tree.Any(other => other.Group == process.Group && other != process);
}
