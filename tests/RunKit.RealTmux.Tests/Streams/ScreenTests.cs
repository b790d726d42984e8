using System.Globalization;
using RunKit.ControlPlane.Panes;
using RunKit.RealTmux.Tests.Panes;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Streams;

/// <summary>
/// What a viewer's terminal shows beside what the pane shows. The terminal is tmux's own: what the viewer was told is printed in a pane of the same
/// size, and the two are captured.
/// </summary>
public sealed class ScreenTests
{
    private const string Modes = "#{cursor_x},#{cursor_y} #{cursor_flag} alternate #{alternate_on} region #{scroll_region_upper}-#{scroll_region_lower} insert #{insert_flag} "
        + "origin #{origin_flag} wrap #{wrap_flag} keypad #{keypad_flag}#{keypad_cursor_flag} mouse #{mouse_standard_flag}#{mouse_button_flag}#{mouse_all_flag}#{mouse_sgr_flag} tabs #{pane_tabs}";

    private int _files;

    [Theory]
    [InlineData("vim", "vim", "-u", "NONE", "-N", "TEXT")]
    [InlineData("less", "less", "TEXT")]
    [InlineData("colours", "sh", "-c", "printf '\\033[1;31mred\\033[44m on blue\\033[m plain\\n\\033[7mreverse\\033[m'; exec cat")]
    [InlineData("wide", "sh", "-c", "printf '漢字 grüße e\\314\\201 漢\\n%076d漢字x' 0; exec cat")]
    [InlineData("last column", "sh", "-c", "stty -echo; printf '\\033[32m%0*d\\033[m' $(tput cols) 7; exec cat")]
    [InlineData("margins", "sh", "-c", "printf '\\033[3;10r\\033[?6h\\033[4h\\033[?7l\\033[?1h\\033=\\033[?1002h\\033[?1006h\\033[?25l\\033[3g\\033[1;5H\\033H\\033[5;7H'; exec cat")]
    [InlineData("alternate screen", "sh", "-c", "printf 'below\\n\\033[?1049h\\033[5;5Habove'; exec cat")]
    public async Task A_viewers_terminal_shows_what_the_pane_shows(string what, params string[] program)
    {
        await using var world = await PaneWorld.StartAsync();
        await world.TmuxAsync("set-option", "-g", "status", "off");
        var text = Path.Combine(world.Sandbox.Root, "text");
        await File.WriteAllLinesAsync(text, Enumerable.Range(1, 300).Select(line => string.Create(CultureInfo.InvariantCulture, $"line {line} of grüße 漢字")));
        var pane = await world.PaneAsync([.. program.Select(word => word == "TEXT" ? text : word)]);
        await world.ShowsAsync(pane, screen => screen.Trim().Length > 0 || what == "margins", "it shows something");
        await Eventually.TrueAsync(async () => (await ModesAsync(world, pane.Pane.ToString())).Contains(what == "margins" ? "mouse 010" : "", StringComparison.Ordinal), "it is set");

        await using var viewing = await Viewing.StartAsync(world.Plane, pane);
        await ShouldShowTheSameAsync(world, pane, viewing, what);
        foreach (var keys in (string[][])[["j"], ["j", "Enter"], ["Down"], ["g"]])
        {
            await world.TmuxAsync(["send-keys", "-t", pane.Pane.ToString(), .. keys]);
        }

        await ShouldShowTheSameAsync(world, pane, viewing, what);
    }

    private async Task ShouldShowTheSameAsync(PaneWorld world, PaneAddress pane, Viewing viewing, string what)
    {
        var (theirs, ours) = ("", "");
        await Eventually.TrueAsync(
            async () =>
            {
                theirs = await ShownAsync(world, pane.Pane.ToString());
                ours = await PrintedAsync(world, viewing);
                return ours == theirs;
            },
            $"{what}: the viewer's terminal shows what the pane shows");
        ours.ShouldBe(theirs);
    }

    private async Task<string> PrintedAsync(PaneWorld world, Viewing viewing)
    {
        var (snapshot, bytes) = viewing.Last;
        var file = Path.Combine(world.Sandbox.Root, $"told{++_files}");
        await File.WriteAllBytesAsync(file, [.. snapshot.Restore.Span, .. bytes]);
        var size = snapshot.Size;
        var id = (await world.TmuxAsync(
            "new-session", "-d", "-P", "-F", "#{pane_id}", "-x", $"{size.Width}", "-y", $"{size.Height}", "sh", "-c", $"stty raw -echo; cat {file}; echo > {file}.done; exec sleep 1000")).Trim();
        await Eventually.TrueAsync(() => File.Exists($"{file}.done"), "it is printed");
        var shown = await ShownAsync(world, id);
        await world.TmuxAsync("kill-pane", "-t", id);
        return shown;
    }

    private static async Task<string> ShownAsync(PaneWorld world, string pane) =>
        await ModesAsync(world, pane) + await world.TmuxAsync("capture-pane", "-p", "-e", "-t", pane) + "\n--- below\n" + await world.TmuxAsync("capture-pane", "-p", "-e", "-a", "-q", "-t", pane);

    private static Task<string> ModesAsync(PaneWorld world, string pane) => world.TmuxAsync("display-message", "-p", "-t", pane, Modes);
}
