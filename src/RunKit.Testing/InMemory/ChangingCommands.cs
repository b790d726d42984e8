using System.Collections.Frozen;
using System.Collections.Immutable;
using RunKit.Tmux.Panes;

namespace RunKit.Testing.InMemory;

/// <summary>The commands that change a server.</summary>
internal static class ChangingCommands
{
    public static FrozenDictionary<string, CommandEntry> Table { get; } = new Dictionary<string, CommandEntry>(StringComparer.Ordinal)
    {
        ["start-server"] = new("", (_, _) => null),
        ["kill-server"] = new("", (scope, _) => Nothing(() => scope.Model.Ending = true)),
        ["new-session"] = new("Ac:dDe:EF:f:n:Ps:t:x:Xy:", NewSession),
        ["kill-session"] = new("aCt:", (scope, words) => Nothing(() => scope.Model.End(scope.Session(Without(words, "aC").Value('t'))))),
        ["rename-session"] = new("t:", (scope, words) => Nothing(() => Rename(scope, scope.Session(words.Value('t')), words))),
        ["new-window"] = new("abc:de:F:kn:PSt:", NewWindow),
        ["kill-window"] = new("at:", (scope, words) => Nothing(() => scope.Model.Close(scope.Window(Without(words, "a").Value('t'))))),
        ["rename-window"] = new("t:", (scope, words) => Nothing(() => Rename(scope, scope.Window(words.Value('t')), words))),
        ["select-window"] = new("lnpTt:", (scope, words) => Nothing(() => scope.Model.Select(scope.Window(Without(words, "lnpT").Value('t'))))),
        ["split-window"] = new("bc:de:fF:hIl:p:Pt:vZ", SplitWindow),
        ["kill-pane"] = new("at:", (scope, words) => Nothing(() => scope.Model.Close(scope.Pane(Without(words, "a").Value('t'))))),
        ["select-pane"] = new("DdegLlMmP:RT:t:UZ", SelectPane),
        ["set-buffer"] = new("ab:n:t:w", (scope, words) => Nothing(() => scope.Model.ChangeBuffer(Buffer(Without(words, "ant")), words.Only))),
        ["delete-buffer"] = new("b:", (scope, words) => Nothing(() => scope.Model.ChangeBuffer(Buffer(words), content: null))),
        ["switch-client"] = new("c:EFlnO:pt:rT:Z", (scope, words) => Nothing(() => SwitchClient(scope, words))),
        ["detach-client"] = new("aE:s:t:P", (scope, words) => Nothing(() => DetachClient(scope, words))),
        ["move-window"] = new("abdkrs:t:", (scope, words) => Nothing(() => MoveWindow(scope, words))),
        ["break-pane"] = new("abdF:n:Ps:t:", (scope, words) => Nothing(() => BreakPane(scope, words))),
        ["load-buffer"] = new("b:t:w", (scope, words) => Nothing(() => scope.Model.ChangeBuffer(Buffer(Without(words, "tw")), Input(scope, words)))),
        ["set-hook"] = new("agpRt:uw", (scope, words) => scope.Model.Hooks.Set(words)),
        ["wait-for"] = new("LSU", (scope, words) => Nothing(() => WaitFor(scope, words))),
        ["set-environment"] = new("Fhgrt:u", (scope, words) => Nothing(() => SetEnvironment(scope, words))),
        ["set-option"] = new("aFgopqst:uUw", (scope, words) => Nothing(() => ModelOptions.Set(scope, words))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <exception cref="NotModelledException">The command has one of these options.</exception>
    public static CommandWords Without(CommandWords words, string letters) => letters.FirstOrDefault(words.Has) is var letter and not '\0'
        ? throw new NotModelledException($"{words.Name} -{letter}; script it with On")
        : words;

    private static string? Nothing(Action change)
    {
        change();
        return null;
    }

    private static void SetEnvironment(CommandScope scope, CommandWords words)
    {
        if (!Without(words, "Frt").Has('g'))
        {
            throw new NotModelledException("set-environment of a session; script it with On");
        }

        var name = words.Rest is [var first, ..] ? first : throw new TmuxRefusal("command set-environment: too few arguments");
        if (words.Has('u'))
        {
            scope.Model.Environment.Remove(name);
        }
        else
        {
            scope.Model.Environment[name] = words.Rest.ElementAtOrDefault(1) ?? throw new TmuxRefusal("no value specified");
        }
    }

    private static void Rename(CommandScope scope, FakeTmuxSession session, CommandWords words) =>
        scope.Model.Rename(session, ModelFormat.Expand(words.Only, scope.For(session)));

    private static void Rename(CommandScope scope, FakeTmuxWindow window, CommandWords words) =>
        scope.Model.Rename(window, ModelFormat.Expand(words.Only, scope.For(window)));

    private static string? NewSession(CommandScope scope, CommandWords words)
    {
        Without(words, "DEtX");
        if (!words.Has('d'))
        {
            throw new TmuxRefusal("open terminal failed: not a terminal");
        }

        scope.Model.SizeNewSession();
        var name = words.Value('s') is { } wanted ? TmuxName.OfSession(ModelFormat.Expand(wanted, scope.Here)) : null;
        var there = name is null ? null : scope.Model.Sessions.FirstOrDefault(session => session.Name == name);
        if (there is not null && !words.Has('A'))
        {
            throw new TmuxRefusal($"duplicate session: {name}");
        }

        var session = there ?? scope.Model.AddSession(name, WindowName(scope, words));
        if (there is null)
        {
            Furnish(session.Current.Active, words);
        }

        return there is null && words.Has('P') ? ModelFormat.Expand(words.Value('F') ?? "#{session_name}:", scope.For(session)) : null;
    }

    private static string? NewWindow(CommandScope scope, CommandWords words)
    {
        Without(words, "abkS");
        var window = scope.Model.AddWindow(scope.Session(words.Value('t')), WindowName(scope, words), show: !words.Has('d'));
        Furnish(window.Active, words);
        if (Command(words) is { } command)
        {
            scope.Server.Machine.Commands.Begin(window.Active, command, words.Value('c') is { } place ? ModelFormat.Expand(place, scope.For(window)) : null, words.Values('e'));
        }

        return words.Has('P') ? ModelFormat.Expand(words.Value('F') ?? "#{session_name}:#{window_index}.#{pane_index}", scope.For(window)) : null;
    }

    private static string? SplitWindow(CommandScope scope, CommandWords words)
    {
        Without(words, "bdfhIlpZ");
        var pane = scope.Model.AddPane(scope.Window(words.Value('t')));
        Furnish(pane, words);
        return words.Has('P') ? ModelFormat.Expand(words.Value('F') ?? "#{session_name}:#{window_index}.#{pane_index}", scope.For(pane)) : null;
    }

    private static string? SelectPane(CommandScope scope, CommandWords words)
    {
        var pane = scope.Pane(Without(words, "DdegLlMmPRUZ").Value('t'));
        if (words.Value('T') is { } title)
        {
            pane.SetTitle(ModelFormat.Expand(title, scope.For(pane)));
        }
        else
        {
            scope.Model.Select(pane);
        }

        return null;
    }

    private static void SwitchClient(CommandScope scope, CommandWords words)
    {
        Without(words, "FlnOprTZ");
        scope.Model.Attach(Terminal(scope, words.Value('c')), scope.Session(words.Value('t')));
    }

    private static void DetachClient(CommandScope scope, CommandWords words)
    {
        Without(words, "aEP");
        var session = words.Value('s') is { } target ? scope.Session(target) : null;
        FakeTerminal[] leaving = session is null
            ? [Terminal(scope, words.Value('t'))]
            : [.. scope.Model.Clients.Where(client => client.Session == session)];
        foreach (var client in leaving)
        {
            scope.Model.Remove(client);
        }
    }

    private static FakeTerminal Terminal(CommandScope scope, string? name) => name is null
        ? throw new TmuxRefusal("no current client")
        : scope.Model.Clients.FirstOrDefault(client => client.Name == name) ?? throw new TmuxRefusal($"can't find client: {name}");

    private static void MoveWindow(CommandScope scope, CommandWords words)
    {
        Without(words, "abkr");
        var target = words.Value('t');
        if (target is not null && !target.EndsWith(':'))
        {
            throw new NotModelledException("move-window to a place of its own");
        }

        scope.Model.Move(scope.Window(words.Value('s')), scope.Session(target), show: !words.Has('d'));
    }

    private static void BreakPane(CommandScope scope, CommandWords words)
    {
        Without(words, "abFnP");
        scope.Model.Break(scope.Pane(words.Value('s')), scope.Session(words.Value('t')), show: !words.Has('d'));
    }

    private static void WaitFor(CommandScope scope, CommandWords words)
    {
        Without(words, "LU");
        if (words.Has('S'))
        {
            scope.Server.Wake(scope.Model.Channels.Signal(words.Only));
        }
        else if (scope.Model.Channels.MustWait(words.Only, scope.Run))
        {
            scope.Run.Wait();
        }
    }

    private static string Input(CommandScope scope, CommandWords words)
    {
        if (words.Only != "-")
        {
            throw new NotModelledException("load-buffer of a file");
        }

        return scope.Run.Input is { } input ? System.Text.Encoding.UTF8.GetString(input.Span) : throw new TmuxRefusal("-: no input");
    }

    private static string Buffer(CommandWords words) => words.Value('b') ?? throw new NotModelledException($"{words.Name} without -b");

    private static string WindowName(CommandScope scope, CommandWords words) =>
        words.Value('n') is { } name ? ModelFormat.Expand(name, scope.Here) : Program(words);

    private static string Program(CommandWords words) => words.Rest is [var program, ..] ? Path.GetFileName(program.Split(' ')[0]) : "bash";

    // The command of a run; null for any other window.
    private static ImmutableArray<string>? Command(CommandWords words) =>
        words.Rest is [_, _, _, _, _, ..] && words.Rest[4..] is var command && words.Rest.SequenceEqual(RunScript.Program(command)) ? command : null;

    private static void Furnish(FakeTmuxPane pane, CommandWords words) => pane.Become(Program(words), words.Value('c'));
}
