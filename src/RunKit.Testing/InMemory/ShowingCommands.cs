using System.Collections.Frozen;

namespace RunKit.Testing.InMemory;

/// <summary>The commands that only look.</summary>
internal static class ShowingCommands
{
    public static FrozenDictionary<string, CommandEntry> Table { get; } = new Dictionary<string, CommandEntry>(StringComparer.Ordinal)
    {
        ["if-shell"] = new("bFt:", (_, _) => null),
        ["has-session"] = new("t:", (scope, words) =>
        {
            scope.Session(words.Value('t'));
            return null;
        }),
        ["display-message"] = new("ac:d:INpt:v", DisplayMessage),
        ["show-hooks"] = new("gpt:w", (scope, words) => scope.Model.Hooks.Show(words)),
        ["show-options"] = new("AgHpqst:vw", ModelOptions.Show),
        ["show-buffer"] = new("b:", (scope, words) =>
            words.Value('b') is { } name && scope.Model.Buffers.TryGetValue(name, out var content) ? content : throw new TmuxRefusal("no buffer")),
        ["list-sessions"] = new("F:f:", (scope, words) => Rows(words, scope.Sessions().Select(scope.For))),
        ["list-windows"] = new("aF:f:t:", ListWindows),
        ["list-panes"] = new("aF:f:st:", ListPanes),
        ["list-clients"] = new("F:f:t:", (scope, words) => Rows(words, scope.Model.Clients
            .Where(client => words.Value('t') is not { } target || client.Session == scope.Session(target))
            .Select(client => scope.For(client.Session) with { Client = client }))),
        ["list-buffers"] = new("F:f:", (scope, words) => Rows(words, scope.Model.Buffers.Keys.Select(name => scope.Here with { Buffer = name }))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The line that an <c>if-shell</c> goes on with.</summary>
    public static string Chosen(CommandScope scope, CommandWords words)
    {
        ChangingCommands.Without(words, "b");
        if (!words.Has('F'))
        {
            throw new NotModelledException("if-shell without -F");
        }

        // A target that is not there is none.
        FormatScope at;
        try
        {
            at = words.Value('t') is not { } target ? scope.Here : target is ['%', ..] ? scope.For(scope.Pane(target)) : scope.For(scope.Session(target));
        }
        catch (TmuxRefusal)
        {
            at = scope.Here;
        }

        return words.Rest.ElementAtOrDefault(ModelFormat.IsTrue(ModelFormat.Expand(words.Rest[0], at)) ? 1 : 2) ?? "";
    }

    private static string? DisplayMessage(CommandScope scope, CommandWords words)
    {
        if (!ChangingCommands.Without(words, "acdINv").Has('p'))
        {
            throw new NotModelledException("display-message without -p");
        }

        var at = words.Value('t') is { } target ? scope.For(scope.Pane(target)) : scope.Here;
        return ModelFormat.Expand(words.Only, at);
    }

    private static string? ListWindows(CommandScope scope, CommandWords words)
    {
        var sessions = words.Has('a') ? scope.Sessions() : [scope.Session(words.Value('t'))];
        return Rows(words, sessions.SelectMany(session => session.Links.Values).Select(scope.For));
    }

    private static string? ListPanes(CommandScope scope, CommandWords words)
    {
        var windows = words.Has('a') ? scope.Sessions().SelectMany(session => session.Links.Values)
            : words.Has('s') ? scope.Session(words.Value('t')).Links.Values
            : [scope.Window(words.Value('t'))];
        return Rows(words, windows.SelectMany(window => window.Cells).Select(scope.For));
    }

    private static string? Rows(CommandWords words, IEnumerable<FormatScope> rows)
    {
        var format = ChangingCommands.Without(words, "f").Value('F') ?? throw new NotModelledException($"{words.Name} without -F");
        var lines = rows.Select(row => ModelFormat.Expand(format, row)).ToArray();
        return lines.Length == 0 ? null : string.Join('\n', lines);
    }
}
