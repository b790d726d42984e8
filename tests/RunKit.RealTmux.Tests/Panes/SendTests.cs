using System.Globalization;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>What becomes of a text at bad moments.</summary>
public sealed class SendTests
{
    [Fact]
    public async Task Into_a_dead_pane_nothing_is_typed_and_its_server_lives()
    {
        await using var world = await PaneWorld.StartAsync();
        await world.TmuxAsync("set-option", "-g", "remain-on-exit", "on");
        var pane = await world.PaneAsync("sh", "-c", "exit 3");
        await Eventually.TrueAsync(async () => (await FormatAsync(world, pane, "#{pane_dead}")) == "1", "it is dead");

        (await world.SendAsync(pane, "x")).ShouldBeOfType<SendOutcome.Refused>().Reason.ShouldContain("dead");

        (await world.Plane.KeysAsync(pane, new KeysRequest(["Enter"]), CancellationToken.None)).ShouldBeOfType<SendOutcome.Refused>();
        (await world.TmuxAsync("list-buffers")).ShouldBe("");
        world.Sandbox.IsAlive("a").ShouldBeTrue();
        var capture = (await world.Plane.CaptureAsync(pane, CaptureOptions.Default, CancellationToken.None)).ShouldBeOfType<CaptureOutcome.Captured>().Capture;
        (capture.Dead, capture.ExitStatus).ShouldBe((true, 3));
    }

    [Fact]
    public async Task A_pane_that_is_not_there_is_refused()
    {
        await using var world = await PaneWorld.StartAsync();

        (await world.SendAsync(new PaneAddress(PaneWorld.Server, new Tmux.Identity.PaneId(99)), "x")).ShouldBe(new SendOutcome.Refused("there is no pane %99 of a"));
    }

    [Theory]
    [InlineData("copy-mode")]
    [InlineData("choose-tree")]
    [InlineData("clock-mode")]
    public async Task A_mode_is_left_and_the_text_arrives(string mode)
    {
        await using var world = await PaneWorld.StartAsync();
        var cat = await world.StartAsync(Programs.All["cat"]);
        await world.TmuxAsync(mode, "-t", cat.Pane.Pane.ToString());

        (await world.SendAsync(cat.Pane, ":kill-server")).ShouldBeOfType<SendOutcome.Delivered>();

        await Eventually.TrueAsync(() => cat.Read() == ":kill-server\n", "it is written");
        world.Sandbox.IsAlive("a").ShouldBeTrue();
    }

    [Fact]
    public async Task In_a_synchronized_window_a_text_goes_to_one_pane_and_keys_go_to_none_unless_all_are_meant()
    {
        await using var world = await PaneWorld.StartAsync();
        var one = await world.StartAsync(Programs.All["cat"]);
        var file = Path.Combine(world.Sandbox.Root, "other");
        await world.TmuxAsync(["split-window", "-d", "-t", one.Pane.Pane.ToString(), .. Programs.All["cat"], file]);
        await world.TmuxAsync("set-option", "-w", "-t", one.Pane.Pane.ToString(), "synchronize-panes", "on");

        (await world.SendAsync(one.Pane, "to one")).ShouldBeOfType<SendOutcome.Delivered>();
        (await world.Plane.KeysAsync(one.Pane, new KeysRequest(["Enter"]), CancellationToken.None))
            .ShouldBeOfType<SendOutcome.Refused>().Reason.ShouldContain("--synchronized");
        (await world.Plane.KeysAsync(one.Pane, new KeysRequest(["a", "Enter"], Synchronized: true), CancellationToken.None)).ShouldBeOfType<SendOutcome.Delivered>();

        await Eventually.TrueAsync(() => one.Read() == "to one\na\n" && File.Exists(file) && File.ReadAllText(file) == "a\n", "each has what it was to have");
    }

    [Fact]
    public async Task A_program_that_does_not_read_has_it_in_its_queue()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("tail", "-f", "/dev/null");

        (await world.SendAsync(pane, "nobody reads this")).ShouldBeOfType<SendOutcome.Staged>().Reason.ShouldContain("tail does not read now (18 bytes");
    }

    [Fact]
    public async Task A_stopped_program_never_has_it_delivered()
    {
        await using var world = await PaneWorld.StartAsync();

        // A program that tmux itself has started it lets go on at once.
        var started = await world.StartAsync("bash", "-c", "stty raw -echo; cat > \"$0\"");
        var shell = await FormatAsync(world, started.Pane, "#{pane_pid}");
        var pid = "";
        await Eventually.TrueAsync(
            async () => (pid = (await world.Sandbox.RunAsync("cat", $"/proc/{shell}/task/{shell}/children")).Output.Trim()).Length > 0
                && (await world.Sandbox.RunAsync("cat", $"/proc/{pid}/comm")).Output == "cat\n",
            "it reads");
        await world.Sandbox.RunAsync("kill", "-STOP", pid);
        await Eventually.TrueAsync(() => world.Sandbox.Processes.Find(int.Parse(pid, CultureInfo.InvariantCulture)) is { Stopped: true }, "it is stopped");

        (await world.SendAsync(started.Pane, "waits")).ShouldBeOfType<SendOutcome.Staged>().Reason.ShouldContain("does not read now (5 bytes");
        started.Read().ShouldBe("");

        await world.Sandbox.RunAsync("kill", "-CONT", pid);
        await Eventually.TrueAsync(() => started.Read() == "waits", "it gets it when it goes on");
    }

    [Fact]
    public async Task Two_senders_at_once_never_mix()
    {
        await using var world = await PaneWorld.StartAsync();
        var cat = await world.StartAsync(Programs.All["cat"]);
        var texts = Enumerable.Range(0, 12).Select(i => string.Concat(Enumerable.Repeat(((char)('a' + i)).ToString(), 200))).ToArray();

        var outcomes = await Task.WhenAll(texts.Select(text => world.SendAsync(cat.Pane, text)));

        outcomes.ShouldAllBe(outcome => outcome is SendOutcome.Delivered);
        await Eventually.TrueAsync(() => cat.Read().Length == 12 * 201, "all is written");
        cat.Read().TrimEnd('\n').Split('\n').ShouldBe(texts, ignoreOrder: true);
    }

    [Fact]
    public async Task A_password_is_in_nothing_that_the_server_keeps()
    {
        await using var world = await PaneWorld.StartAsync();
        var started = await world.StartAsync(Programs.All["password"]);
        await world.ReadsAsync(started.Pane, "password");

        (await world.SendAsync(started.Pane, "hunter2")).ShouldBe(new SendOutcome.Delivered(SendEvidence.Read));

        await Eventually.TrueAsync(() => started.Read() == "hunter2\n", "it is written");
        (await world.TmuxAsync("list-buffers")).ShouldBe("");
        (await world.TmuxAsync("capture-pane", "-p", "-t", started.Pane.Pane.ToString())).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Several_lines_are_refused_unless_they_are_meant_and_five_megabytes_arrive()
    {
        await using var world = await PaneWorld.StartAsync();
        var cat = await world.StartAsync(Programs.All["cat"]);
        (await world.SendAsync(cat.Pane, "one\ntwo")).ShouldBeOfType<SendOutcome.Refused>();
        (await world.SendAsync(cat.Pane, new string('x', 4096))).ShouldBeOfType<SendOutcome.Refused>();
        var text = string.Join('\n', Enumerable.Range(0, 50_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i,6} {new string('y', 88)}")));
        var request = new SendRequest(text) { Multiline = true, TimeoutMs = 60_000 };

        (await world.Plane.SendAsync(cat.Pane, request, CancellationToken.None)).ShouldBeOfType<SendOutcome.Delivered>();

        await Eventually.TrueAsync(() => cat.Read().Length >= text.Length + 1, "all is written");
        (cat.Read() == text + "\n").ShouldBeTrue();
    }

    [Fact]
    public async Task A_text_that_ends_its_program_is_delivered_and_what_stands_already_is_not_taken_for_an_echo()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("bash", "--norc", "--noprofile");
        var wish = new SendRequest("echo same") { IfPrompt = true };
        await Eventually.TrueAsync(async () => await world.Plane.SendAsync(pane, wish, CancellationToken.None) is SendOutcome.Delivered, "it is at its prompt");
        await Eventually.TrueAsync(async () => await world.Plane.SendAsync(pane, wish, CancellationToken.None) is SendOutcome.Delivered, "it is there again");
        await world.ShowsAsync(pane, text => text.Split("same").Length == 5, "both ran");

        (await world.SendAsync(pane, "exit")).ShouldBeOfType<SendOutcome.Delivered>();

        await Eventually.TrueAsync(async () => await world.SendAsync(pane, "x") is SendOutcome.Refused, "it is gone");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2000")]
    public async Task At_the_foot_of_the_screen_after_a_clear_and_with_nothing_but_enter_it_is_delivered(string history)
    {
        await using var world = await PaneWorld.StartAsync();
        await world.TmuxAsync("set-option", "-g", "history-limit", history);
        var file = Path.Combine(world.Sandbox.Root, "rows");
        var pane = await world.PaneAsync("bash", "--norc", "--noprofile");
        await Eventually.TrueAsync(
            async () => await world.Plane.SendAsync(pane, new SendRequest("seq 60; PS1='\\t \\w $ '") { IfPrompt = true }, CancellationToken.None) is SendOutcome.Delivered,
            "it is at its prompt");
        foreach (var text in (string[])["", "clear", "", "seq 100", $"echo one >> {file}", $"echo one >> {file}", "clear", $"printf '%s' {new string('x', 300)} >> {file}"])
        {
            (await world.SendAsync(pane, text)).ShouldBeOfType<SendOutcome.Delivered>($"'{text}'");
        }

        await Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllText(file) == $"one\none\n{new string('x', 300)}", "each ran once");
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_leaves_it_unknown_or_refused_and_stays_dead()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("bash", "-c", "stty raw -echo; exec tail -f /dev/null");
        await Eventually.TrueAsync(async () => await FormatAsync(world, pane, "#{pane_current_command}") == "tail", "it runs");
        var sending = world.SendAsync(pane, "x");
        var tty = await FormatAsync(world, pane, "#{pane_tty}");
        await Eventually.TrueAsync(() => new Tmux.Linux.Terminals.PaneTerminals().Read(tty, 1) is { Unread: 1 }, "it was pasted");

        world.Sandbox.KillHard(world.Sandbox.Server("a"));

        (await sending).ShouldBeOfType<SendOutcome.Unknown>();
        world.Sandbox.IsAlive("a").ShouldBeFalse();
    }

    private static async Task<string> FormatAsync(PaneWorld world, PaneAddress pane, string format) =>
        (await world.TmuxAsync("display-message", "-p", "-t", pane.Pane.ToString(), format)).Trim();
}
