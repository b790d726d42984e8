using System.Collections.Frozen;
using System.Globalization;

namespace RunKit.Testing.InMemory;

/// <summary>The commands that type into panes and look at them.</summary>
internal static class PaneModelCommands
{
    private static readonly FrozenDictionary<string, string> Keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Enter"] = "\r",
        ["Tab"] = "\t",
        ["Space"] = " ",
        ["BSpace"] = "\x7f",
        ["Escape"] = "\e",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static FrozenDictionary<string, CommandEntry> Table { get; } = new Dictionary<string, CommandEntry>(StringComparer.Ordinal)
    {
        ["capture-pane"] = new("ab:CeE:JNpPqS:t:", Capture),
        ["copy-mode"] = new("eHMqs:t:u", LeaveModes),
        ["pipe-pane"] = new("IOot:", Pipe),
        ["run-shell"] = new("bCc:d:t:", RunShell),
        ["paste-buffer"] = new("b:dprSs:t:", Paste),
        ["send-keys"] = new("FHlMN:Rt:X", Send),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static string? Capture(CommandScope scope, CommandWords words)
    {
        if (!ChangingCommands.Without(words, "b").Has('p'))
        {
            throw new NotModelledException("capture-pane without -p");
        }

        var pane = scope.Pane(words.Value('t'));
        var height = pane.Height;
        Func<int, int, int, IEnumerable<string>> rows = words.Has('J') ? pane.Screen.Joined : pane.Screen.Rows;
        return words.Has('P') ? ""
            : words.Has('a') ? (pane.Screen.IsDrawn ? string.Join('\n', pane.Screen.Hidden(height)) : "")
            : string.Join('\n', rows(height, Row(words.Value('S'), int.MinValue, 0), Row(words.Value('E'), height - 1, height - 1)));
    }

    private static int Row(string? text, int whenDash, int whenAbsent) =>
        text is null ? whenAbsent : text == "-" ? whenDash : int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string? LeaveModes(CommandScope scope, CommandWords words)
    {
        scope.Pane(words.Value('t'));
        return words.Has('q') ? null : throw new NotModelledException("copy-mode without -q");
    }

    private static string? Pipe(CommandScope scope, CommandWords words)
    {
        var pane = scope.Pane(ChangingCommands.Without(words, "Io").Value('t'));
        pane.Pipe?.End();
        pane.Pipe = words.Rest is [var command]
            ? PanePipe.Of(scope.Server.Machine, ModelFormat.Expand(command, scope.For(pane)).Replace("%%", "%", StringComparison.Ordinal))
            : null;
        return null;
    }

    private static string? RunShell(CommandScope scope, CommandWords words) =>
        words.Rest is [":"] ? null : throw new NotModelledException("run-shell of a command");

    // A dead pane crashes tmux 3.2 and 3.3.
    private static string? Paste(CommandScope scope, CommandWords words)
    {
        var name = ChangingCommands.Without(words, "s").Value('b') ?? throw new NotModelledException("paste-buffer without -b");
        var pane = scope.Pane(words.Value('t'));
        var content = scope.Model.Buffers.TryGetValue(name, out var held) ? held : throw new TmuxRefusal($"no buffer {name}");
        if (pane.IsDead)
        {
            scope.Model.PasteIntoDeadPane();
        }

        pane.Type(words.Has('r') ? content : content.Replace('\n', '\r'));
        if (words.Has('d'))
        {
            scope.Model.ChangeBuffer(name, content: null);
        }

        return null;
    }

    private static string? Send(CommandScope scope, CommandWords words)
    {
        var pane = scope.Pane(ChangingCommands.Without(words, "FHMNX").Value('t'));
        pane.Take(words.Rest);
        pane.Type(string.Concat(words.Has('l') ? words.Rest : words.Rest.Select(Key)));
        return null;
    }

    // A word that is no key is typed as it stands.
    private static string Key(string word) => Keys.TryGetValue(word, out var key) ? key
        : word is ['C', '-', >= 'a' and <= 'z' and var letter] ? ((char)(letter - 'a' + 1)).ToString()
        : word;
}
