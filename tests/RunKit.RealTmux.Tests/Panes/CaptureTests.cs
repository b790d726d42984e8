using System.Globalization;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Panes;

public sealed class CaptureTests
{
    [Fact]
    public async Task The_whole_history_comes_in_order_without_a_gap_or_a_row_twice_while_the_program_prints()
    {
        await using var world = await PaneWorld.StartAsync();
        await world.TmuxAsync("set-option", "-g", "history-limit", "1000000");
        var pane = await world.PaneAsync("bash", "-c", "for ((i = 0; ; i++)); do printf 'row %d.\\n' $i; ((i < 9000 || i % 20)) || read -t 0.001 x; done");
        await Eventually.TrueAsync(
            async () => int.Parse((await world.TmuxAsync("display-message", "-p", "-t", pane.Pane.ToString(), "#{history_size}")).Trim(), CultureInfo.InvariantCulture) > 9000,
            "there is much");

        var capture = await CaptureAsync(world, pane, CaptureOptions.Everything);

        capture.HistoryCut.ShouldBeFalse();
        capture.History.Length.ShouldBe((int)capture.HistorySize);
        var rows = capture.History.Concat(capture.Screen).Select(row => row.Text).Where(text => text.EndsWith('.')).ToArray();
        rows.ShouldBe(Enumerable.Range(0, rows.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"row {i}.")));
        (await CaptureAsync(world, pane, new CaptureOptions(17))).History.Length.ShouldBe(17);
    }

    [Fact]
    public async Task In_copy_mode_it_is_the_real_screen()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("bash", "-c", "seq 100; printf '\\e[31mred\\e[0m'; exec tail -f /dev/null");
        await world.ShowsAsync(pane, text => text.Contains("red", StringComparison.Ordinal), "it has printed");
        await world.TmuxAsync("copy-mode", "-t", pane.Pane.ToString());
        await world.TmuxAsync("send-keys", "-X", "-t", pane.Pane.ToString(), "history-top");

        var capture = await CaptureAsync(world, pane, CaptureOptions.Default);

        capture.Mode.ShouldBe("copy-mode");
        capture.Screen[^1].ShouldBe(new PaneRow("red", "\e[31mred"));
        capture.Screen.Length.ShouldBe(capture.Size.Height);
        capture.Cursor.ShouldBe(new CursorView(3, capture.Size.Height - 1, true));
    }

    [Fact]
    public async Task Beside_a_full_screen_program_stands_what_it_hides_and_what_is_not_whole_yet_is_told()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("bash", "-c", "echo hidden; printf '\\e[?1049h\\e[?25lshown\\e[3'; exec tail -f /dev/null");
        await world.ShowsAsync(pane, text => text.Contains("shown", StringComparison.Ordinal), "it has printed");

        var capture = await CaptureAsync(world, pane, CaptureOptions.Default);

        capture.AlternateScreen.ShouldBeTrue();
        capture.Screen[0].Text.ShouldBe("");
        capture.Screen.ShouldContain(row => row.Text == "shown");
        capture.OtherScreen[0].Text.ShouldBe("hidden");
        capture.Pending.ShouldContain("[3");
        capture.Cursor.Visible.ShouldBeFalse();
    }

    private static async Task<PaneCapture> CaptureAsync(PaneWorld world, PaneAddress pane, CaptureOptions options) =>
        (await world.Plane.CaptureAsync(pane, options, CancellationToken.None)).ShouldBeOfType<CaptureOutcome.Captured>().Capture;
}
