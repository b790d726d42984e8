using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;

namespace RunKit.RealTmux.Tests.Commands;

public sealed class CommandStormTests
{
    private const int Callers = 16;
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(1);

    private static readonly string[] Words =
    [
        "plain", "two words", "say \"hi\"", "it's", "a\\b", "$HOME ${x}", "a;b", "{", "}", "~root", "# no comment", "two\nlines", "%end 1 2 1",
        "rk-0-0", "héllo 😀", "-t", "\t", "'", "\\012",
    ];

    [Fact]
    public async Task Ten_thousand_mixed_commands_from_sixteen_callers_each_get_their_own_reply()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await StartAsync(sandbox);

        var problems = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(plane.Plane, caller, 625)));

        problems.SelectMany(all => all).ShouldBeEmpty();
        plane.EventsOf<RunKit.Tmux.State.ServerConnected>("a").Count.ShouldBe(1, "a reply that could not be matched would have cost the connection");
    }

    [Fact]
    public async Task A_server_killed_amid_commands_leaves_every_one_with_an_outcome()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await StartAsync(sandbox);
        var server = sandbox.Server("a");
        var asked = Enumerable.Range(0, Callers).SelectMany(caller => Enumerable.Range(0, 100).Select(i => plane.Plane.ExecuteAsync(
            new("a"), ["display-message", "-p", $"{caller}/{i}"], new CommandOptions($"{caller}", Ample), default))).ToList();

        await asked[50];
        sandbox.KillHard(server);

        var outcomes = await Task.WhenAll(asked).WaitAsync(Ample);
        outcomes.OfType<CommandOutcome.Completed>().ShouldNotBeEmpty();
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] is CommandOutcome.Completed completed)
            {
                completed.Lines.ShouldBe([$"{i / 100}/{i % 100}"]);
            }
            else
            {
                (outcomes[i] is CommandOutcome.Unknown or CommandOutcome.NotSent).ShouldBeTrue($"{outcomes[i]}");
            }
        }

        await plane.DiesAsync("a");
    }

    [Fact]
    public async Task A_command_that_waits_holds_nobody_up_and_ends_with_its_own_deadline()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await StartAsync(sandbox);
        await sandbox.TmuxAsync("a", "set-option", "-s", "command-alias[103]", "forever=wait-for never");

        var held = plane.Plane.ExecuteAsync(new("a"), ["forever"], new CommandOptions("patient", TimeSpan.FromSeconds(2)), default);
        (await plane.Plane.ExecuteAsync(new("a"), ["display-message", "-p", "x"], default)).ShouldBe(new CommandOutcome.Completed("x\n"));

        (await held.WaitAsync(Ample)).ShouldBeOfType<CommandOutcome.Unknown>();
        plane.EventsOf<RunKit.Tmux.State.ServerConnected>("a").Count.ShouldBe(1);
        plane.EventsOf<RunKit.Tmux.State.ServerUnreachable>("a").ShouldBeEmpty();
        await sandbox.TmuxAsync("a", "wait-for", "-S", "never");
        await Eventually.TrueAsync(() => sandbox.Connections() == 1, "only the client that waits for changes is left");
    }

    [Theory]
    [InlineData("display-popup")]
    [InlineData("confirm-before", "kill-window")]
    [InlineData("switch-client", "-t", "user")]
    [InlineData("detach-client", "-a")]
    [InlineData("attach-session", "-t", "user")]
    public async Task What_needs_a_terminal_is_refused_by_tmux_itself_and_touches_nothing(params string[] command)
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await StartAsync(sandbox);

        (await plane.Plane.ExecuteAsync(new("a"), [.. command], default)).ShouldBeOfType<CommandOutcome.Failed>().Status.ShouldBe(1);

        (await plane.Plane.ExecuteAsync(new("a"), ["has-session", "-t", "user"], default)).ShouldBeOfType<CommandOutcome.Completed>();
        (await sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name} #{session_attached}")).ShouldContain("user 0");
        plane.EventsOf<RunKit.Tmux.State.ServerConnected>("a").Count.ShouldBe(1);
    }

    private static async Task<PlaneHost> StartAsync(TmuxSandbox sandbox)
    {
        var plane = await PlaneHost.StartAsync(sandbox, ("runkit.command-timeout", "60s"));
        await sandbox.StartAsync("a");
        await sandbox.TmuxAsync("a", "set-option", "-s", "command-alias[100]", "many=display-message -p one ; display-message -p two");
        await sandbox.TmuxAsync("a", "set-option", "-s", "command-alias[101]", "broken=no-such-command");
        await sandbox.TmuxAsync("a", "set-option", "-s", "command-alias[102]", "show-options=list-sessions");
        await plane.ConnectsAsync("a");
        return plane;
    }

    private static async Task<List<string>> CallAsync(IControlPlane plane, int caller, int count)
    {
        List<string> problems = [];
        for (var i = 0; i < count; i++)
        {
            var (command, expected) = Ask(caller, i);
            var outcome = await plane.ExecuteAsync(new("a"), [.. command], new CommandOptions($"{caller}", Ample), default);
            if (!expected(outcome))
            {
                problems.Add($"{string.Join(' ', command)}: {outcome}");
            }
        }

        return problems;
    }

    private static (string[] Command, Func<CommandOutcome, bool> Expected) Ask(int caller, int i)
    {
        var (key, word) = ($"{caller}.{i}", Words[i / 8 % Words.Length]);
        return (i % 8) switch
        {
            0 => (["display-message", "-p", key], outcome => Is(outcome, key)),
            1 => (["set-option", "-s", $"@c{caller}", word], outcome => Is(outcome)),
            2 => (["show-option", "-sv", $"@c{caller}"], outcome => Is(outcome, Words[(i - 1) / 8 % Words.Length].Split('\n'))),
            3 => (["kill-session", "-t", $"={caller}-{i}none"], outcome => outcome is CommandOutcome.Failed failed && failed.Words.Contains("can't find session", StringComparison.Ordinal)),
            4 => (["if-shell", "-F", "1", $"display-message -p {key} ; display-message -p {key}"], outcome => Is(outcome, key, key)),
            5 => (["broken", key], outcome => outcome is CommandOutcome.Failed),
            6 => (["A=b"], outcome => outcome is CommandOutcome.Failed),
            _ => (["many"], outcome => outcome is CommandOutcome.Completed or CommandOutcome.Failed),
        };
    }

    private static bool Is(CommandOutcome outcome, params string[] lines) =>
        outcome is CommandOutcome.Completed completed && completed.Lines.SequenceEqual(lines);
}
