using System.Collections.Frozen;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// What a connection that many share must know of a command before it is sent: names and options as in tmux's manual, 3.2a to 3.7c.
/// What hides in an argument (the command of an <c>if-shell</c>, a user's alias) is not looked into.
/// </summary>
public static class CommandRules
{
    private const string WaitsForAPerson = "it waits for a person, and every later command would wait with it";
    private const string Hidden = "_rk-";
    private const string KillsHidden = "sessions that begin with _rk- are RunKit's own and guard the server; runkit release takes them away";
    private const string MovesOurs = "it would act on RunKit's own client";

    // Each of these answers every line with one block, whatever hooks there are (their blocks are marked as such).
    private static readonly FrozenSet<string> SingleReplies = new[]
    {
        "break-pane", "capture-pane", "clear-history", "delete-buffer", "display-message", "has-session", "join-pane", "kill-pane",
        "kill-session", "kill-window", "last-pane", "last-window", "link-window", "list-buffers", "list-clients", "list-commands",
        "list-keys", "list-panes", "list-sessions", "list-windows", "move-pane", "move-window", "new-session", "new-window",
        "next-layout", "next-window", "paste-buffer", "pipe-pane", "previous-layout", "previous-window", "rename-session",
        "rename-window", "resize-pane", "resize-window", "respawn-pane", "respawn-window", "rotate-window", "select-layout",
        "select-pane", "select-window", "send-keys", "set-buffer", "set-environment", "set-hook", "set-option", "set-window-option",
        "show-buffer", "show-environment", "show-hooks", "show-messages", "show-options", "show-window-options", "split-window",
        "swap-pane", "swap-window", "unlink-window",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly Rule[] Rules =
    [
        new("display-popup", "popup", _ => WaitsForAPerson),
        new("display-menu", "menu", _ => WaitsForAPerson),
        new("confirm-before", "confirm", _ => WaitsForAPerson),
        new("command-prompt", null, _ => WaitsForAPerson),
        new("wait-for", "wait", _ => "it waits for a signal, and every later command would wait with it"),
        new("run-shell", "run", words => Has(words, "bCd:t:c:E", "b") ? null : "every later command would wait until it ends; -b does not wait"),
        new("if-shell", "if", words => Has(words, "bFt:", "bF") ? null : "every later command would wait for its shell; -F tests a format, -b does not wait"),
        new("attach-session", "attach", _ => MovesOurs),
        new("new-session", "new", words => Has(words, "Ac:dDe:EF:f:n:Ps:t:x:Xy:", "d") ? null : $"{MovesOurs}; -d makes a session without attaching"),
        new("switch-client", "switchc", words => Has(words, "c:EFlnO:pt:rT:Z", "c") ? null : $"{MovesOurs}; -c names another"),
        new("detach-client", "detach", words => Has(words, "aE:s:t:P", "st") ? null : $"{MovesOurs}; -t names another"),
        new("refresh-client", "refresh", words => Has(words, "A:B:cC:Df:F:lLRSt:U", "t") ? null : $"{MovesOurs}; -t names another"),
        new("suspend-client", "suspendc", words => Has(words, "t:", "t") ? null : $"{MovesOurs}; -t names another"),
        new("lock-client", "lockc", words => Has(words, "t:", "t") ? null : $"{MovesOurs}; -t names another"),
        new("kill-session", null, words => Value(words, "aCt:", 't') switch
        {
            null => $"without -t it would end RunKit's own session; name one",
            var target => NamesHidden(target) ? KillsHidden : null,
        }),
        new("kill-window", "killw", words => NamesHidden(Value(words, "at:", 't')) ? KillsHidden : null),
        new("kill-pane", "killp", words => NamesHidden(Value(words, "at:", 't')) ? KillsHidden : null),
        new("kill-server", null, _ => "ending a server is not done in passing; runkit kill does it, and stays until it is dead"),
    ];

    // Short for a command of their own, though a longer name begins in the same way.
    private static readonly FrozenSet<string> OtherAliases = new[] { "display", "lock" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Why a command is not sent over a connection that others share, in one line; null when it may be.</summary>
    public static string? Refusal(TmuxCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Rules.FirstOrDefault(rule => rule.Names(command.Name)) is { } rule && rule.Problem(command.Words) is { } problem
            ? $"{rule.Name}: {problem}"
            : null;
    }

    /// <summary>
    /// The line of a command that yields exactly one block; null when nobody can know. Its name is one letter short: tmux completes it, and a
    /// <c>command-alias</c>, which matches whole names only, cannot make something else of it.
    /// </summary>
    public static string? SingleReplyLine(TmuxCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return SingleReplies.Contains(command.Name)
            ? new TmuxCommand(command.Name[..^1], command.Words.Skip(1)).ToLine()
            : null;
    }

    // tmux reads options like getopt: clusters, values that stick or follow, and an end at -- or at the first other word.
    private static bool Has(ImmutableArray<string> words, string options, string wanted) =>
        Options(words, options).Any(option => wanted.Contains(option.Letter, StringComparison.Ordinal));

    private static string? Value(ImmutableArray<string> words, string options, char wanted) =>
        Options(words, options).LastOrDefault(option => option.Letter == wanted).Value;

    // tmux takes a name that merely begins like the target, unless that begins with '='; behind ':' stands the window.
    private static bool NamesHidden(string? target)
    {
        var session = target?.Split(':')[0] ?? "";
        return session.StartsWith('=')
            ? session.AsSpan(1).StartsWith(Hidden)
            : session.StartsWith(Hidden, StringComparison.Ordinal) || (session.Length > 0 && Hidden.StartsWith(session, StringComparison.Ordinal));
    }

    private static IEnumerable<(char Letter, string? Value)> Options(ImmutableArray<string> words, string options)
    {
        for (var at = 1; at < words.Length && words[at] is ['-', not '-', ..] word; at++)
        {
            for (var i = 1; i < word.Length; i++)
            {
                if (!options.Contains($"{word[i]}:", StringComparison.Ordinal))
                {
                    yield return (word[i], null);
                    continue;
                }

                var sticks = i < word.Length - 1;
                at += sticks ? 0 : 1;
                yield return (word[i], sticks ? word[(i + 1)..] : at < words.Length ? words[at] : null);
                break;
            }
        }
    }

    private sealed record Rule(string Name, string? Alias, Func<ImmutableArray<string>, string?> Problem)
    {
        public bool Names(string name) =>
            name == Alias || (Name.StartsWith(name, StringComparison.Ordinal) && !OtherAliases.Contains(name));
    }
}
