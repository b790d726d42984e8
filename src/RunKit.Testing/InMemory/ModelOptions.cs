namespace RunKit.Testing.InMemory;

/// <summary>The options that the fake keeps: a user's own (<c>@name</c>), and the few that decide whether a server or a session goes on.</summary>
internal static class ModelOptions
{
    private const string WindowSize = "window-size";

    private static readonly string[] OfServer = ["exit-empty", "exit-unattached"];
    private static readonly string[] OfSession = ["destroy-unattached", "detach-on-destroy"];
    private static readonly string[] OfPane = ["remain-on-exit", "remain-on-exit-format"];
    private static readonly string[] Sizes = ["largest", "smallest", "manual", "latest"];

    public static void Set(CommandScope scope, CommandWords words)
    {
        ChangingCommands.Without(words, "aU");
        var name = words.Rest is [var first, ..] ? first : throw new TmuxRefusal("command set-option: too few arguments");
        if (words.Has('p'))
        {
            SetOfPane(scope, words, name);
            return;
        }

        var options = Of(scope, words, name);
        if (words.Has('u'))
        {
            Unset(options, name);
            return;
        }

        if (words.Has('o') && options.ContainsKey(name))
        {
            if (!words.Has('q'))
            {
                throw new TmuxRefusal($"already set: {name}");
            }

            return;
        }

        var value = words.Rest.ElementAtOrDefault(1) ?? "";
        var expanded = words.Has('F') ? ModelFormat.Expand(value, Scope(scope, words)) : value;
        options[name] = name.StartsWith('@') ? expanded
            : name == WindowSize ? Sizes.Contains(expanded) ? expanded : throw new TmuxRefusal($"unknown value: {expanded}")
            : Flag(expanded);
    }

    private static void SetOfPane(CommandScope scope, CommandWords words, string name)
    {
        if (!name.StartsWith('@') && !OfPane.Contains(name))
        {
            throw new NotModelledException($"the option {name} of a pane");
        }

        var options = scope.Pane(words.Value('t')).Options;
        if (words.Has('u'))
        {
            options.Remove(name);
        }
        else
        {
            options[name] = words.Rest.ElementAtOrDefault(1) ?? "";
        }
    }

    private static void Unset(Dictionary<string, string> options, string name)
    {
        if (ServerModel.Defaults.TryGetValue(name, out var usual))
        {
            options[name] = usual;
        }
        else
        {
            options.Remove(name);
        }
    }

    public static string? Show(CommandScope scope, CommandWords words)
    {
        ChangingCommands.Without(words, "AHp");
        var name = words.Only;
        var options = Of(scope, words, name);
        if (!options.TryGetValue(name, out var value))
        {
            return words.Has('q') || !name.StartsWith('@') ? null : throw new TmuxRefusal($"invalid option: {name}");
        }

        var shown = name.StartsWith('@') || name == WindowSize ? value : value == "1" ? "on" : "off";
        return words.Has('v') ? shown : $"{name} {shown}";
    }

    private static Dictionary<string, string> Of(CommandScope scope, CommandWords words, string name)
    {
        if (OfServer.Contains(name) || (name == WindowSize && words.Has('g')) || (name.StartsWith('@') && words.Has('s')))
        {
            return scope.Model.Options;
        }

        ChangingCommands.Without(words, "gw");

        return name.StartsWith('@') || OfSession.Contains(name)
            ? scope.Session(words.Value('t')).Options
            : throw new NotModelledException($"the option {name}");
    }

    private static FormatScope Scope(CommandScope scope, CommandWords words) =>
        words.Value('t') is { } target ? scope.For(scope.Session(target)) : scope.Here;

    private static string Flag(string value) => value switch
    {
        "on" or "1" or "yes" => "1",
        "off" or "0" or "no" => "0",
        _ => throw new TmuxRefusal($"bad value: {value}"),
    };
}
