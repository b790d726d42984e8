using System.Globalization;
using System.Text.RegularExpressions;

namespace RunKit.Testing.InMemory;

/// <summary>The global hooks of a server: each an array of command lines.</summary>
internal sealed partial class ModelHooks
{
    private readonly SortedDictionary<string, SortedDictionary<int, string>> _hooks = new(StringComparer.Ordinal);

    /// <summary>The lines of one hook, in order.</summary>
    public IReadOnlyList<string> Lines(string hook) => _hooks.TryGetValue(hook, out var lines) ? [.. lines.Values] : [];

    /// <summary>Whether that is how a place of a hook is written, such as <c>pane-died[3]</c>; and what stands there, empty for nothing.</summary>
    public bool TryShow(string name, out string line)
    {
        line = "";
        if (Place().Match(name) is not { Success: true } place || !place.Groups["index"].Success)
        {
            return false;
        }

        line = _hooks.GetValueOrDefault(place.Groups["name"].Value)?.GetValueOrDefault(Index(place)) ?? "";
        return true;
    }

    public string? Set(CommandWords words)
    {
        if (!ChangingCommands.Without(words, "pRtw").Has('g'))
        {
            throw new NotModelledException("set-hook without -g");
        }

        var place = Place().Match(words.Rest is [var first, ..] ? first : throw new TmuxRefusal("command set-hook: too few arguments"));
        var name = place.Groups["name"].Value;
        var lines = _hooks.GetValueOrDefault(name) ?? [];
        if (words.Has('u'))
        {
            Unset(name, place, lines);
            return null;
        }

        var line = words.Rest.ElementAtOrDefault(1) ?? "";
        if (place.Groups["index"].Success)
        {
            lines[Index(place)] = line;
        }
        else if (words.Has('a'))
        {
            lines[Enumerable.Range(0, int.MaxValue).First(index => !lines.ContainsKey(index))] = line;
        }
        else
        {
            // The whole array goes, ours and the users'.
            lines = new SortedDictionary<int, string> { [0] = line };
        }

        _hooks[name] = lines;
        return null;
    }

    /// <summary>As <c>show-hooks -g</c> prints them; null when there are none.</summary>
    public string? Show(CommandWords words)
    {
        if (!ChangingCommands.Without(words, "ptw").Has('g'))
        {
            throw new NotModelledException("show-hooks without -g");
        }

        var lines = _hooks.SelectMany(hook => hook.Value.Select(line => string.Create(CultureInfo.InvariantCulture, $"{hook.Key}[{line.Key}] {line.Value}"))).ToArray();
        return lines.Length == 0 ? null : string.Join('\n', lines);
    }

    private void Unset(string name, Match place, SortedDictionary<int, string> lines)
    {
        if (place.Groups["index"].Success)
        {
            lines.Remove(Index(place));
        }
        else
        {
            _hooks.Remove(name);
        }
    }

    private static int Index(Match place) => int.Parse(place.Groups["index"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<name>[a-z-]+)(\[(?<index>[0-9]{1,9})\])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
