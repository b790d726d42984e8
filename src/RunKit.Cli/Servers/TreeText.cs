using System.Globalization;

namespace RunKit.Cli.Servers;

/// <summary>A tree for people: a line for the server, each session, window and pane; <c>*</c> marks the current one, as in tmux.</summary>
internal static class TreeText
{
    public static void Write(TextWriter to, ServerTree tree, DateTimeOffset now, Paint paint)
    {
        var asOf = tree.AsOf.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var age = ServerWords.Age(now - DateTimeOffset.FromUnixTimeSeconds(tree.Generation.StartTime));
        to.Write($"{paint.Strong(tree.Name)}  {paint.Faint($"pid {tree.Generation.Pid}, for {age}, as of {asOf}")}\n");
        Branches(to, "", tree.Sessions, session => Session(session, paint), (session, indent) =>
            Branches(to, indent, session.Windows, window => Window(window, paint), (window, deeper) =>
                Branches(to, deeper, window.Panes, pane => Pane(pane, paint), (_, _) => { })));
    }

    private static void Branches<T>(
        TextWriter to, string indent, ImmutableArray<T> items, Func<T, string> line, Action<T, string> below)
    {
        for (var i = 0; i < items.Length; i++)
        {
            var last = i == items.Length - 1;
            to.Write($"{indent}{(last ? "└─ " : "├─ ")}{line(items[i])}\n");
            below(items[i], indent + (last ? "   " : "│  "));
        }
    }

    private static string Session(SessionView session, Paint paint)
    {
        var group = session.Group is { } name ? $"  group {Printable.Name(name)}" : "";
        var attached = session.Attached > 0 ? $"  {session.Attached} attached" : "";
        return $"{paint.Strong(Printable.Name(session.Name))} {paint.Faint($"({session.Id})")}{group}{attached}";
    }

    private static string Window(WindowView window, Paint paint) =>
        $"{window.Index}: {Printable.Name(window.Name)}{(window.Active ? "*" : "")} {paint.Faint($"({window.Id})")}  {window.Size.Width}x{window.Size.Height}"
        + (window.Zoomed ? "  zoomed" : "");

    private static string Pane(PaneView pane, Paint paint)
    {
        var state = pane.Dead ? $"  {paint.State("dead")}{DeadPane.Words(pane.ExitStatus, pane.ExitSignal)["dead".Length..]}" : pane.Mode is { } mode ? $"  {mode}" : "";
        var title = pane.Title.Length > 0 ? $"  \"{Printable.Name(pane.Title)}\"" : "";
        return $"{pane.Index}: {Printable.Name(pane.Command)}{(pane.Active ? "*" : "")} {paint.Faint($"({pane.Id})")}  {Printable.Name(pane.Path)}{title}{state}";
    }
}
