using System.Collections.Frozen;
using System.Collections.Immutable;

namespace RunKit.Testing.InMemory;

/// <summary>A command that is known: what carries it out, and its words.</summary>
internal sealed record ModelCommand(Func<CommandScope, CommandWords, string?> Run, CommandWords Words);

/// <summary>Which commands there are.</summary>
internal static class ModelCommands
{
    // Every command of tmux 3.3a, with its alias.
    private static readonly FrozenDictionary<string, string> Names = Read(
        """
        attach-session attach, bind-key bind, break-pane breakp, capture-pane capturep, choose-buffer, choose-client, choose-tree,
        clear-history clearhist, clear-prompt-history clearphist, clock-mode, command-prompt, confirm-before confirm, copy-mode,
        customize-mode, delete-buffer deleteb, detach-client detach, display-menu menu, display-message display, display-panes displayp,
        display-popup popup, find-window findw, has-session has, if-shell if, join-pane joinp, kill-pane killp, kill-server, kill-session,
        kill-window killw, last-pane lastp, last-window last, link-window linkw, list-buffers lsb, list-clients lsc, list-commands lscm,
        list-keys lsk, list-panes lsp, list-sessions ls, list-windows lsw, load-buffer loadb, lock-client lockc, lock-server lock,
        lock-session locks, move-pane movep, move-window movew, new-session new, new-window neww, next-layout nextl, next-window next,
        paste-buffer pasteb, pipe-pane pipep, previous-layout prevl, previous-window prev, refresh-client refresh, rename-session rename,
        rename-window renamew, resize-pane resizep, resize-window resizew, respawn-pane respawnp, respawn-window respawnw,
        rotate-window rotatew, run-shell run, save-buffer saveb, select-layout selectl, select-pane selectp, select-window selectw,
        send-keys send, send-prefix, server-access, set-buffer setb, set-environment setenv, set-hook, set-option set,
        set-window-option setw, show-buffer showb, show-environment showenv, show-hooks, show-messages showmsgs, show-options show,
        show-prompt-history showphist, show-window-options showw, source-file source, split-window splitw, start-server start,
        suspend-client suspendc, swap-pane swapp, swap-window swapw, switch-client switchc, unbind-key unbind, unlink-window unlinkw,
        wait-for wait
        """);

    private static readonly FrozenSet<string> All = Names.Values.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The commands of a line that a client wrote.</summary>
    /// <exception cref="TmuxRefusal">It cannot be parsed; then none of it runs.</exception>
    public static ImmutableArray<ModelCommand> FromLine(string line) => [.. CommandLine.Parse(line).Select(Find)];

    /// <summary>The commands of an argument vector.</summary>
    /// <exception cref="TmuxRefusal">It cannot be parsed; then none of it runs.</exception>
    public static ImmutableArray<ModelCommand> FromVector(IEnumerable<string> words) => [.. CommandLine.Split(words).Select(Find)];

    /// <summary>The whole name of a command.</summary>
    /// <exception cref="TmuxRefusal">tmux has none, or several.</exception>
    public static string FullName(string name)
    {
        if (Names.TryGetValue(name, out var known))
        {
            return known;
        }

        var candidates = All.Where(full => full.StartsWith(name, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        return candidates.Length switch
        {
            0 => throw new TmuxRefusal($"unknown command: {name}"),
            1 => candidates[0],
            _ => throw new TmuxRefusal($"ambiguous command: {name}, could be: {string.Join(", ", candidates)}"),
        };
    }

    private static ModelCommand Find(ImmutableArray<string> words)
    {
        var name = FullName(words[0]);
        var (options, run) = ChangingCommands.Table.GetValueOrDefault(name)
            ?? ShowingCommands.Table.GetValueOrDefault(name)
            ?? PaneModelCommands.Table.GetValueOrDefault(name)
            ?? new CommandEntry(null, (_, _) => throw new NotModelledException($"the command {name}; script it with On"));
        return new ModelCommand(run, new CommandWords(words.SetItem(0, name), options));
    }

    private static FrozenDictionary<string, string> Read(string names) =>
        (from entry in names.Split(',', StringSplitOptions.TrimEntries)
         let words = entry.Split(' ')
         from word in words
         select KeyValuePair.Create(word, words[0])).ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>How a command is carried out.</summary>
/// <param name="Options">The letters of its options, as in tmux's source; null when nobody looks at them.</param>
/// <param name="Run">Returns what it prints; null for nothing.</param>
internal sealed record CommandEntry(string? Options, Func<CommandScope, CommandWords, string?> Run);
