using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>Texts and moments that are bad for typing and waiting, on the tmux of this machine.</summary>
public sealed class BadMomentTests
{
    // A line editor of its own that draws its prompt anew, with another number, all the while.
    private const string Restless = """
        import os, select, sys, tty
        tty.setraw(0)
        text, n = b"", 0
        while True:
            if select.select([0], [], [], 0.03)[0]:
                for c in os.read(0, 4096):
                    if c in b"\r\n":
                        open(sys.argv[2], "ab").write(text + b"\n")
                        text = b""
                        os.write(1, b"\r\n")
                    else:
                        text += bytes([c])
            n += 1
            os.write(1, sys.argv[1].encode().decode("unicode_escape").encode() + b"[%06d] > " % n + text)
        """;

    [ProgramFact("python3")]
    public async Task At_a_prompt_that_draws_itself_anew_all_the_while_it_arrives()
    {
        await using var world = await PaneWorld.StartAsync();
        foreach (var drawn in (string[])["\\r\\x1b[K", "\\x1b[H\\x1b[2J", "\\x1b[24;1H\\x1b[K"])
        {
            var started = await world.StartAsync("python3", "-c", Restless, drawn);
            await world.ShowsAsync(started.Pane, text => text.Contains("] >", StringComparison.Ordinal), "it is at its prompt");

            (await world.SendAsync(started.Pane, "first words")).ShouldBe(new SendOutcome.Delivered(SendEvidence.Seen), drawn);
            (await world.SendAsync(started.Pane, "first words")).ShouldBe(new SendOutcome.Delivered(SendEvidence.Seen), drawn);

            await Eventually.TrueAsync(() => started.Read() == "first words\nfirst words\n", "both are written, each once");
        }
    }

    [Theory]
    [InlineData("שלום עולם مرحبا بالعالم")]
    [InlineData("全角文字全角文字全角文字全角文字全角文字全角文字全角文字全角文字全角文字全角文字全角文字全角文字全角文字")]
    [InlineData("e\u0301e\u0301e\u0301 👩‍👩‍👧👩‍👩‍👧 🇩🇪🇫🇷 ﷽﷽﷽")]
    public async Task Right_to_left_wide_and_combined_characters_arrive(string text)
    {
        await using var world = await PaneWorld.StartAsync();
        foreach (var program in (string[])["cat", "bash with readline", "full-screen"])
        {
            var started = await world.StartAsync(Programs.All[program]);
            await world.ReadsAsync(started.Pane, program);

            (await world.SendAsync(started.Pane, text)).ShouldBeOfType<SendOutcome.Delivered>($"{program}: {text}");

            await Eventually.TrueAsync(() => started.Read() == $"{text}\n", $"{program} has it: {text}");
        }
    }

    [Fact]
    public async Task While_the_window_changes_its_size_texts_arrive_and_waits_hold()
    {
        await using var world = await PaneWorld.StartAsync();
        var started = await world.StartAsync(Programs.All["bash with readline"]);
        await world.ReadsAsync(started.Pane, "bash with readline");
        using var enough = new CancellationTokenSource();
        var resizing = ResizeAsync(world, started.Pane, enough.Token);
        var expected = "";
        for (var i = 0; i < 10; i++)
        {
            var wait = world.Plane.WaitAsync(started.Pane, new WaitRequest { Text = $"number {i} ", Anywhere = true, TimeoutMs = 60_000 }, CancellationToken.None);
            var text = $"number {i} {new string('x', 60)} end {i}";

            var outcome = await world.SendAsync(started.Pane, text);

            outcome.ShouldNotBeOfType<SendOutcome.Refused>();
            (await wait).ShouldBe(new WaitOutcome.Held("text"));
            if (outcome is SendOutcome.Staged)
            {
                // What is drawn may be cut while the size changes; then that is said, and Enter is for whoever looks.
                await world.Plane.KeysAsync(started.Pane, new KeysRequest(["Enter"]), CancellationToken.None);
            }

            expected += $"{text}\n";
            await Eventually.TrueAsync(() => started.Read() == expected, $"it is written: {outcome}, {started.Read()}");
        }

        await enough.CancelAsync();
        await resizing;
    }

    [Theory]
    [InlineData("a\0b", "U+0000", 1)]
    [InlineData("ab\u001b[201~", "U+001B", 2)]
    [InlineData("a\\b", "half a character", 1)]
    [InlineData("\\", "half a character", 0)]
    [InlineData("del\u007f", "U+007F", 3)]
    [InlineData("c1 \u009b", "U+009B", 3)]
    public async Task A_text_with_a_key_or_half_a_character_is_refused_with_its_place_and_nothing_is_typed(string text, string what, int offset)
    {
        await using var world = await PaneWorld.StartAsync();
        var cat = await world.StartAsync(Programs.All["cat"]);

        // Half a character is none that the name of a test can carry.
        var reason = (await world.SendAsync(cat.Pane, text.Replace('\\', '\ud800'))).ShouldBeOfType<SendOutcome.Refused>().Reason;

        reason.ShouldContain(what);
        reason.ShouldContain($"offset {offset}");
        (await world.SendAsync(cat.Pane, "after")).ShouldBeOfType<SendOutcome.Delivered>();
        await Eventually.TrueAsync(() => cat.Read() == "after\n", "only the other is there");
    }

    [Fact]
    public async Task A_pipe_of_the_users_own_goes_on_while_the_pane_is_typed_into_waited_for_and_captured()
    {
        await using var world = await PaneWorld.StartAsync();
        var cat = await world.StartAsync(Programs.All["cat"]);
        var log = Path.Combine(world.Sandbox.Root, "log");
        await world.TmuxAsync("pipe-pane", "-t", cat.Pane.Pane.ToString(), $"exec cat > {log}");

        var wait = world.Plane.WaitAsync(cat.Pane, new WaitRequest { Text = "typed", Anywhere = true, TimeoutMs = 60_000 }, CancellationToken.None);
        (await world.SendAsync(cat.Pane, "typed")).ShouldBeOfType<SendOutcome.Delivered>();
        (await wait).ShouldBe(new WaitOutcome.Held("text"));
        (await world.Plane.CaptureAsync(cat.Pane, CaptureOptions.Default, CancellationToken.None)).ShouldBeOfType<CaptureOutcome.Captured>();

        await Eventually.TrueAsync(() => File.Exists(log) && File.ReadAllText(log).Contains("typed", StringComparison.Ordinal), "it was piped");
        (await world.TmuxAsync("display-message", "-p", "-t", cat.Pane.Pane.ToString(), "#{pane_pipe}")).Trim().ShouldBe("1");
    }

    [Fact]
    public async Task Without_a_history_and_with_other_numbers_of_windows_and_panes_it_arrives()
    {
        await using var world = await PaneWorld.StartAsync();
        await world.TmuxAsync("set-option", "-g", "history-limit", "0");
        await world.TmuxAsync("set-option", "-g", "base-index", "1");
        await world.TmuxAsync("set-option", "-gw", "pane-base-index", "1");
        await world.TmuxAsync("set-option", "-g", "renumber-windows", "on");
        await world.TmuxAsync("set-option", "-gw", "remain-on-exit", "on");
        var gone = await world.PaneAsync("tail", "-f", "/dev/null");
        var cat = await world.StartAsync(Programs.All["cat"]);
        await world.TmuxAsync("kill-pane", "-t", gone.Pane.ToString());
        for (var i = 0; i < 40; i++)
        {
            (await world.SendAsync(cat.Pane, $"line {i}")).ShouldBeOfType<SendOutcome.Delivered>();
        }

        await Eventually.TrueAsync(() => cat.Read() == string.Concat(Enumerable.Range(0, 40).Select(i => $"line {i}\n")), "all is written");
        (await world.SendAsync(gone, "x")).ShouldBeOfType<SendOutcome.Refused>();
    }

    private static async Task ResizeAsync(PaneWorld world, PaneAddress pane, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            await world.TmuxAsync("resize-window", "-t", pane.Pane.ToString(), "-x", i % 2 == 0 ? "60" : "100", "-y", i % 3 == 0 ? "12" : "30");
        }
    }
}
