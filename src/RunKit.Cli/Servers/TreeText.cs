using System.Globalization;

namespace RunKit.Cli.Servers;

/// <summary>A tree for people: a line for the server, each session, window and pane; <c>*</c> marks the current one, as in tmux.</summary>
internal static class TreeText
{
    public static void Write(TextWriter to, ServerTree tree)
    {
        var asOf = tree.AsOf.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        to.Write($"{tree.Name}  pid {tree.Generation.Pid}, as of {asOf}\n");
        Branches(to, "", tree.Sessions, Session, (session, indent) =>
            Branches(to, indent, session.Windows, Window, (window, deeper) =>
                Branches(to, deeper, window.Panes, Pane, (_, _) => { })));
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

    private static string Session(SessionView session)
    {
        var group = session.Group is { } name ? $"  group {Printable.Name(name)}" : "";
        var attached = session.Attached > 0 ? $"  {session.Attached} attached" : "";
        return $"{Printable.Name(session.Name)} ({session.Id}){group}{attached}";
    }

    private static string Window(WindowView window) =>
        $"{window.Index}: {Printable.Name(window.Name)}{(window.Active ? "*" : "")} ({window.Id})  {window.Size.Width}x{window.Size.Height}"
        + (window.Zoomed ? "  zoomed" : "");

    private static string Pane(PaneView pane)
    {
        var state = pane.Dead ? $"  {DeadPane.Words(pane.ExitStatus, pane.ExitSignal)}" : pane.Mode is { } mode ? $"  {mode}" : "";
        var title = pane.Title.Length > 0 ? $"  \"{Printable.Name(pane.Title)}\"" : "";
        return $"{pane.Index}: {Printable.Name(pane.Command)}{(pane.Active ? "*" : "")} ({pane.Id})  {Printable.Name(pane.Path)}{title}{state}";
    }
}
