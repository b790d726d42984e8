using System.Collections.Immutable;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using OptionScope = RunKit.Tmux.Commands.OptionScope;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.Commands;

public sealed class TypedCommandTests
{
    private const string Odd = "50% #x #{pid} #(touch /nowhere) ümläut";

    [Fact]
    public async Task A_session_is_made_named_divided_and_ended_by_ids()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a", options: ["tail", "-f", "/dev/null"]);
        await plane.ConnectsAsync("a");

        SessionId.TryParse(await PrintedAsync(plane, TmuxCommands.NewSession(Odd, null, "/", "tail", "-f", "/dev/null")), out var session).ShouldBeTrue();
        WindowId.TryParse(await PrintedAsync(plane, TmuxCommands.NewWindow(session, "#[x] " + Odd, null, "tail", "-f", "/dev/null")), out var window).ShouldBeTrue();
        PaneId.TryParse(await PrintedAsync(plane, TmuxCommands.ListPanes("#{?#{==:#{window_id}," + window + "},#{pane_id},}")), out var pane).ShouldBeTrue();
        PaneId.TryParse(await PrintedAsync(plane, TmuxCommands.SplitWindow(pane, sideBySide: true, "/tmp", "cat")), out var cat).ShouldBeTrue();
        await DoneAsync(plane, TmuxCommands.SetPaneTitle(cat, Odd));
        await DoneAsync(plane, TmuxCommands.SelectPane(cat));
        await DoneAsync(plane, TmuxCommands.ResizePane(cat, 20, 10));
        await DoneAsync(plane, TmuxCommands.SelectLayout(window, "even-vertical"));
        await DoneAsync(plane, TmuxCommands.ToggleZoom(cat));
        await DoneAsync(plane, TmuxCommands.MoveWindow(window, session, 7));
        await DoneAsync(plane, TmuxCommands.SelectWindow(session, 7));

        await Eventually.TrueAsync(
            async () => (await TreeAsync(plane)).Sessions.SingleOrDefault(made => made.Id == session) is { } made
                && made.Name == Odd
                && made.Windows is [_, { Index: 7, Active: true, Zoomed: true } moved]
                && moved.Name == "#[x] " + Odd
                && moved.Panes.Any(one => one is { Active: true, Title: Odd } && one.Id == cat && one.Path == "/tmp"),
            "the tree shows all of it");

        await DoneAsync(plane, TmuxCommands.SendText(cat, "-l $HOME; #{pid} 'x'"));
        await DoneAsync(plane, TmuxCommands.SendKeys(cat, "Enter"));
        await Eventually.TrueAsync(
            async () => (await PrintedAsync(plane, TmuxCommands.CapturePane(cat, history: null, joinWrapped: true))).StartsWith("-l $HOME; #{pid} 'x'\n-l $HOME; #{pid} 'x'", StringComparison.Ordinal),
            "cat has repeated it");
        (await PrintedAsync(plane, TmuxCommands.DisplayMessage(cat, "#{pane_id}"))).ShouldBe(cat.ToString());

        await DoneAsync(plane, TmuxCommands.RespawnPane(cat, null, "tail", "-f", "/dev/null"));
        await DoneAsync(plane, TmuxCommands.RenameWindow(window, "-n"));
        await DoneAsync(plane, TmuxCommands.RenameSession(session, "-s"));
        await Eventually.TrueAsync(
            async () => (await TreeAsync(plane)).Sessions.Any(made => made.Name == "-s" && made.Windows.Any(one => one.Name == "-n")), "they are renamed");
        await DoneAsync(plane, TmuxCommands.KillPane(cat));
        await DoneAsync(plane, TmuxCommands.KillWindow(window));
        await DoneAsync(plane, TmuxCommands.KillSession(session));
        (await PrintedAsync(plane, TmuxCommands.ListSessions("#{session_name}"))).ShouldNotContain("-s");
        (await PrintedAsync(plane, TmuxCommands.ListWindows("#{window_id}"))).ShouldNotContain(window.ToString());
    }

    [Fact]
    public async Task Options_are_set_shown_and_given_back_in_each_scope()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a", options: ["tail", "-f", "/dev/null"]);
        await plane.ConnectsAsync("a");
        OptionScope[] scopes =
            [new OptionScope.Server(), new OptionScope.Session(new SessionId(0)), new OptionScope.Window(new WindowId(0)), new OptionScope.Pane(new PaneId(0))];

        foreach (var scope in scopes)
        {
            await DoneAsync(plane, TmuxCommands.SetOption(scope, "@x", $"-v {Odd}"));
            (await PrintedAsync(plane, TmuxCommands.ShowOption(scope, "@x"))).ShouldBe($"-v {Odd}");
            await DoneAsync(plane, TmuxCommands.UnsetOption(scope, "@x"));
            (await PrintedAsync(plane, TmuxCommands.ShowOption(scope, "@x"))).ShouldBeEmpty();
        }
    }

    private static async Task<string> PrintedAsync(PlaneHost plane, TmuxCommandLine command)
    {
        var outcome = await plane.Plane.ExecuteAsync(new("a"), command, default);
        return outcome is CommandOutcome.Completed completed
            ? string.Join('\n', completed.Lines.Where(line => line.Length > 0))
            : throw new InvalidOperationException($"{command}: {outcome}");
    }

    private static async Task DoneAsync(PlaneHost plane, TmuxCommandLine command) => (await PrintedAsync(plane, command)).ShouldBeEmpty();

    private static async Task<ServerTree> TreeAsync(PlaneHost plane) =>
        (await plane.Plane.GetTreeAsync(new("a"), default)).ShouldBeOfType<TreeOutcome.Known>().Tree;
}
