using System.CommandLine.Help;
using System.Text;

namespace RunKit.Cli.Help;

/// <summary>The manual page, in roff, made of the definitions that the parser reads by.</summary>
internal static class ManualPage
{
    private static readonly (string Name, string What)[] Variables =
    [
        ("TMUX, TMUX_PANE", "Inside tmux: the server and the pane that are meant where none is named."),
        ("TMUX_TMPDIR", "Where tmux's socket directory lies."),
        ("XDG_RUNTIME_DIR", "Where the node's socket lies: runkit/node.sock."),
        ("XDG_STATE_HOME", "Where tokens, the audit log and the log of a detached node lie: runkit/."),
        ("NO_COLOR", "Where it is set, nothing is coloured."),
        ("RUNKIT_*", "Settings of the node: RUNKIT_GUARD for runkit.guard."),
    ];

    private static readonly (string Status, string What)[] Statuses =
    [
        ("0", "Done."),
        ("1", "It could not be done; one line on stderr says why and what to do."),
        ("2", "Wrong usage."),
        ("124", "The time is over."),
        ("125", "Of run: it could not be run. Otherwise run ends with the command's own status, 128 and more for a signal."),
    ];

    /// <summary>The page.</summary>
    public static string Of(RootCommand root, string version)
    {
        var page = new StringBuilder()
            .Append($".TH RUNKIT 1 \"\" \"runkit {Text(version)}\" \"User Commands\"\n")
            .Append($".SH NAME\nrunkit \\- {Text(FirstLower(root.Description ?? ""))}\n")
            .Append(".SH SYNOPSIS\n.B runkit\n.I VERB\n[\n.I OPTIONS\n]\n")
            .Append(".SH DESCRIPTION\nData goes to stdout, everything else to stderr. Names follow tmux: a server by its socket's name, a pane as %5 or session:window.pane. ")
            .Append("Durations have a unit: 250ms, 10s, 5m, 1h.\n.SH VERBS\n");
        foreach (var verb in root.Subcommands.Where(verb => !verb.Hidden))
        {
            Verb(page, verb, verb.Name);
        }

        Table(page, "ENVIRONMENT", Variables);
        Table(page, "EXIT STATUS", Statuses);
        return page.Append(".SH SEE ALSO\n.BR tmux (1)\n").ToString();
    }

    private static void Verb(StringBuilder page, Command verb, string name)
    {
        var words = verb.Arguments.Where(argument => !argument.Hidden).Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}]");
        page.Append($".SS \"{Text(string.Join(' ', (string[])[name, .. words]))}\"\n{Text(verb.Description ?? "")}.\n");
        foreach (var option in verb.Options.Where(option => !option.Hidden && option is not HelpOption))
        {
            var names = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(option.Name));
            page.Append($".TP\n.B {Text(names)}{(option.HelpName is { } value ? $" \\fI{Text(value)}\\fR" : "")}\n{Text(option.Description ?? "")}.\n");
        }

        var examples = Examples.Of(name);
        if (!examples.IsEmpty)
        {
            page.Append(".PP\n.nf\n").AppendJoin('\n', examples.Select(example => $"    {Text(example.Line)}    # {Text(example.What)}")).Append("\n.fi\n");
        }

        foreach (var part in verb.Subcommands.Where(part => !part.Hidden))
        {
            Verb(page, part, $"{name} {part.Name}");
        }
    }

    private static void Table(StringBuilder page, string title, IEnumerable<(string Name, string What)> rows)
    {
        page.Append($".SH {title}\n");
        foreach (var (name, what) in rows)
        {
            page.Append($".TP\n.B {Text(name)}\n{Text(what)}\n");
        }
    }

    // A backslash and a leading dot or quote are roff's; a plain hyphen would become a typographic one, which nobody can copy.
    private static string Text(string text)
    {
        var escaped = text.Replace("\\", "\\(rs", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? $"\\&{escaped}" : escaped;
    }

    private static string FirstLower(string text) => text.TrimEnd('.') is [var first, .. var rest] ? $"{char.ToLowerInvariant(first)}{rest}" : "";
}
