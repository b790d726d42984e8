using System.Globalization;

namespace RunKit.Tmux.Panes;

/// <summary>tmux's names of keys. A word that is none would be typed as it stands, letter by letter.</summary>
public static class KeyName
{
    private static readonly HashSet<string> Names = new(
        [
            "Enter", "Escape", "Tab", "BTab", "Space", "BSpace", "Up", "Down", "Left", "Right", "Home", "End", "IC", "Insert", "DC", "Delete",
            "NPage", "PageDown", "PgDn", "PPage", "PageUp", "PgUp", "KP/", "KP*", "KP-", "KP7", "KP8", "KP9", "KP+", "KP4", "KP5", "KP6", "KP1",
            "KP2", "KP3", "KPEnter", "KP0", "KP.", .. Enumerable.Range(1, 12).Select(number => string.Create(CultureInfo.InvariantCulture, $"F{number}")),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Why these are no keys, in one line; null when they are.</summary>
    public static string? Problem(ImmutableArray<string> keys)
    {
        if (keys.IsDefaultOrEmpty)
        {
            return "which keys? Give tmux's names for them, such as Enter, C-c, Up";
        }

        return keys.FirstOrDefault(key => !IsKey(key)) is { } stranger
            ? $"'{stranger}' is no key; keys are Enter, Escape, Tab, Up, F1, C-c, M-x and single characters, and text is typed with: runkit send"
            : null;
    }

    private static bool IsKey(string? key)
    {
        while (key is [_, '-', _, ..] && key[0] is 'C' or 'c' or 'M' or 'm' or 'S' or 's')
        {
            key = key[2..];
        }

        return key is ['^', > ' ' and < '\x7f'] || (key is not null && (Names.Contains(key) || IsCharacter(key)));
    }

    private static bool IsCharacter(string key) =>
        key.Length is 1 or 2 && System.Text.Rune.TryGetRuneAt(key, 0, out var rune) && rune.Utf16SequenceLength == key.Length && !System.Text.Rune.IsControl(rune);
}
