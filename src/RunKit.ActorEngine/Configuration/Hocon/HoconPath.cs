using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Paths such as <c>a.b."c.d"</c>, apart into their keys.</summary>
internal static class HoconPath
{
    /// <summary>The keys of a path. An empty key must be quoted; FormatException otherwise.</summary>
    public static IReadOnlyList<string> Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.Contains('"'))
        {
            var plain = path.Split('.');
            return Array.Exists(plain, static key => key.Length == 0) ? throw Malformed(path) : plain;
        }

        var keys = new List<string>();
        for (var at = 0; at <= path.Length; at++)
        {
            var key = path[at..].StartsWith('"') ? Quoted(path, ref at) : Plain(path, ref at);
            if (at < path.Length && path[at] != '.')
                throw Malformed(path);

            keys.Add(key);
        }

        return keys;
    }

    /// <summary>A key as it must be written in HOCON text.</summary>
    public static string Quote(string key) =>
        key.Length > 0 && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : HoconText.Quote(key);

    private static string Plain(string path, ref int at)
    {
        var end = path.IndexOf('.', at);
        end = end < 0 ? path.Length : end;
        var key = path[at..end];
        at = end;
        return key.Length == 0 || key.Contains('"') ? throw Malformed(path) : key;
    }

    private static string Quoted(string path, ref int at)
    {
        var key = new StringBuilder();
        for (at++; at < path.Length && path[at] != '"'; at++)
        {
            if (path[at] == '\\' && at + 1 < path.Length)
                at++;
            key.Append(path[at]);
        }

        if (at >= path.Length)
            throw Malformed(path);

        at++;
        return key.ToString();
    }

    private static FormatException Malformed(string path) =>
        new($"'{path}' is not a path: keys are parted by single dots, and a key that holds a dot or nothing stands in double quotes.");
}
