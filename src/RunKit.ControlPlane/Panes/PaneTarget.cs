using System.Globalization;
using System.IO.Enumeration;
using RunKit.ControlPlane.Servers;

namespace RunKit.ControlPlane.Panes;

/// <summary>
/// What <c>-t</c> names, found in a tree as tmux finds it (<c>cmd-find.c</c>), as far as a tree tells. What depends on what was used last
/// (<c>!</c>, <c>{last}</c>, <c>+1</c>, a bare window in the current session) only tmux can tell.
/// </summary>
public static class PaneTarget
{
    /// <summary>Finds the pane.</summary>
    /// <param name="pane">The pane; null when the tree has none of that name.</param>
    /// <returns>False when only tmux can tell.</returns>
    public static bool TryFind(ServerTree tree, string target, out PaneId? pane)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(target);
        pane = null;
        if (PaneId.TryParse(target, out var id))
        {
            pane = Windows(tree).SelectMany(window => window.Panes).Any(known => known.Id == id) ? id : null;
            return true;
        }

        var colon = target.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return TryBare(tree, target, out pane);
        }

        var rest = target[(colon + 1)..];
        var period = rest.IndexOf('.', StringComparison.Ordinal);
        var (name, window, within) = (target[..colon], period < 0 ? rest : rest[..period], period < 0 ? "" : rest[(period + 1)..]);
        if (name.Length == 0 || IsSpecial(name) || (window.Length > 0 && IsSpecial(window)) || (within.Length > 0 && !IsPane(within)))
        {
            return false;
        }

        pane = Session(tree, name) is { } session && Window(session, window) is { } found ? Pane(found, within) : null;
        return true;
    }

    // Without a colon tmux looks in the session that was used last, before it takes the word for a session's name.
    private static bool TryBare(ServerTree tree, string word, out PaneId? pane)
    {
        pane = null;
        if (WindowId.TryParse(word, out var id))
        {
            pane = Windows(tree).FirstOrDefault(window => window.Id == id) is { } window ? Pane(window, "") : null;
            return true;
        }

        if (SessionId.TryParse(word, out _))
        {
            pane = Session(tree, word) is { } named ? Window(named, "") is { } current ? Pane(current, "") : null : null;
            return true;
        }

        if (word.Length == 0 || IsSpecial(word) || word.Contains('.', StringComparison.Ordinal) || char.IsAsciiDigit(word[0])
            || PanePlaces.Contains(word, StringComparer.Ordinal) || Windows(tree).Any(window => Fits(word, window.Name)))
        {
            return false;
        }

        var found = Session(tree, word);
        pane = found is not null && Window(found, "") is { } its ? Pane(its, "") : null;
        return true;
    }

    private static readonly string[] PanePlaces =
        ["top", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"];

    private static IEnumerable<WindowView> Windows(ServerTree tree) => tree.Sessions.SelectMany(session => session.Windows);

    private static bool IsSpecial(string word) => word is ['{' or '!' or '^' or '~' or '+' or '-' or '/', ..] or "$" or "=" || word.Contains('{', StringComparison.Ordinal);

    private static bool IsPane(string word) => word[0] == '%' || word.All(char.IsAsciiDigit);

    private static bool Fits(string word, string name) =>
        name == word || name.StartsWith(word, StringComparison.Ordinal) || FileSystemName.MatchesSimpleExpression(word, name, ignoreCase: false);

    private static SessionView? Session(ServerTree tree, string name) => SessionId.TryParse(name, out var id)
        ? tree.Sessions.FirstOrDefault(session => session.Id == id)
        : Named(tree.Sessions, session => session.Name, name);

    private static WindowView? Window(SessionView session, string word)
    {
        if (word.Length == 0)
        {
            return session.Windows.FirstOrDefault(window => window.Active);
        }

        if (WindowId.TryParse(word, out var id))
        {
            return session.Windows.FirstOrDefault(window => window.Id == id);
        }

        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && session.Windows.FirstOrDefault(window => window.Index == index) is { } numbered
            ? numbered
            : Named(session.Windows, window => window.Name, word);
    }

    private static PaneId? Pane(WindowView window, string word) => word.Length == 0
        ? window.Panes.FirstOrDefault(pane => pane.Active)?.Id
        : window.Panes.FirstOrDefault(pane => word[0] == '%' ? pane.Id.ToString() == word : pane.Index.ToString(CultureInfo.InvariantCulture) == word)?.Id;

    // Exactly, then by its beginning, then as a pattern; what fits several fits none.
    private static T? Named<T>(ImmutableArray<T> all, Func<T, string> nameOf, string word)
        where T : class
    {
        var isExact = word[0] == '=';
        var name = isExact ? word[1..] : word;
        Func<T, bool>[] ways =
        [
            one => nameOf(one) == name,
            one => nameOf(one).StartsWith(name, StringComparison.Ordinal),
            one => FileSystemName.MatchesSimpleExpression(name, nameOf(one), ignoreCase: false),
        ];
        foreach (var way in isExact ? ways[..1] : ways)
        {
            if (all.Where(way).Take(2).ToArray() is { Length: > 0 } found)
            {
                return found is [var only] ? only : null;
            }
        }

        return null;
    }
}
