using System.Collections.Frozen;

namespace RunKit.Api.Security;

/// <summary>
/// What of a tmux command line may be written down: the names of its commands, and how long it is. Any other word may be what somebody types
/// into a pane, and so may a first word that is no command's name.
/// </summary>
/// <param name="Names">In tmux's own spelling; <c>?</c> for what is no command of tmux's.</param>
/// <param name="Words">How many words there are.</param>
/// <param name="Characters">How many characters they have, all together.</param>
internal sealed record AuditedCommand(ImmutableArray<string> Names, int Words, int Characters)
{
    private const string Unknown = "?";
    private const int MostNames = 32;

    // tmux 3.5's commands and their aliases, as list-commands prints them.
    private static readonly FrozenDictionary<string, string> Commands = Table(
        "attach-session attach", "bind-key bind", "break-pane breakp", "capture-pane capturep", "choose-buffer", "choose-client", "choose-tree",
        "clear-history clearhist", "clear-prompt-history clearphist", "clock-mode", "command-prompt", "confirm-before confirm", "copy-mode",
        "customize-mode", "delete-buffer deleteb", "detach-client detach", "display-menu menu", "display-message display", "display-popup popup",
        "display-panes displayp", "find-window findw", "has-session has", "if-shell if", "join-pane joinp", "kill-pane killp", "kill-server",
        "kill-session", "kill-window killw", "last-pane lastp", "last-window last", "link-window linkw", "list-buffers lsb", "list-clients lsc",
        "list-commands lscm", "list-keys lsk", "list-panes lsp", "list-sessions ls", "list-windows lsw", "load-buffer loadb", "lock-client lockc",
        "lock-server lock", "lock-session locks", "move-pane movep", "move-window movew", "new-session new", "new-window neww",
        "next-layout nextl", "next-window next", "paste-buffer pasteb", "pipe-pane pipep", "previous-layout prevl", "previous-window prev",
        "refresh-client refresh", "rename-session rename", "rename-window renamew", "resize-pane resizep", "resize-window resizew",
        "respawn-pane respawnp", "respawn-window respawnw", "rotate-window rotatew", "run-shell run", "save-buffer saveb", "select-layout selectl",
        "select-pane selectp", "select-window selectw", "send-keys send", "send-prefix", "server-access", "set-buffer setb",
        "set-environment setenv", "set-hook", "set-option set", "set-window-option setw", "show-buffer showb", "show-environment showenv",
        "show-hooks", "show-messages showmsgs", "show-options show", "show-prompt-history showphist", "show-window-options showw",
        "source-file source", "split-window splitw", "start-server start", "suspend-client suspendc", "swap-pane swapp", "swap-window swapw",
        "switch-client switchc", "unbind-key unbind", "unlink-window unlinkw", "wait-for wait");

    /// <param name="words">As tmux gets them: a word that ends in a <c>;</c> ends a command.</param>
    /// <param name="input">How many characters the command reads.</param>
    public static AuditedCommand Of(ImmutableArray<string> words, int input = 0)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var begins = true;
        foreach (var word in words)
        {
            var ends = word.EndsWith(';') && !word.EndsWith("\\;", StringComparison.Ordinal);
            var text = ends ? word[..^1] : word;
            if (begins && text.Length > 0 && names.Count < MostNames)
            {
                names.Add(NameOf(text));
            }

            begins = ends || (begins && text.Length == 0);
        }

        return new AuditedCommand(names.ToImmutable(), words.Length, words.Sum(word => word.Length) + input);
    }

    // tmux takes any beginning that fits one command alone.
    private static string NameOf(string word)
    {
        if (Commands.TryGetValue(word, out var name))
        {
            return name;
        }

        var fitting = Commands.Where(known => known.Key == known.Value && known.Key.StartsWith(word, StringComparison.Ordinal)).Take(2).ToArray();
        return fitting is [var only] ? only.Value : Unknown;
    }

    private static FrozenDictionary<string, string> Table(params ReadOnlySpan<string> lines)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var names = line.Split(' ');
            foreach (var name in names)
            {
                table[name] = names[0];
            }
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
