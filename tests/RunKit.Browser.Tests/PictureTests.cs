using System.Globalization;

namespace RunKit.Browser.Tests;

/// <summary>
/// The pictures of the README and of docs/dashboard.md. <c>TEST_PICTURES=docs/pictures dotnet test ... --filter PictureTests</c> makes them anew; otherwise they are
/// made where nobody looks, so that this works when it is needed.
/// </summary>
public sealed class PictureTests(Chromium chromium) : DeskTests(chromium)
{
    private const string Build = "printf '$ make test\\n\\033[32m  ok\\033[0m  parser        412 tests\\n\\033[32m  ok\\033[0m  protocol      188 tests\\n\\033[33mslow\\033[0m  storage        41 tests   9.2 s\\n'; exec cat";
    private const string Log = "i=0; while [ $i -lt 14 ]; do printf '12:04:%02d \\033[36mINF\\033[0m request %d served\\n' $i $((4100+i)); i=$((i+1)); done; exec cat";
    private const string Deploy = "printf '\\033[1mdeploy to staging\\033[0m\\n  image  pushed\\n  pods   3 of 3 ready\\n\\n\\033[31mrollback? [y/N]\\033[0m '; exec cat";

    [BrowserFact]
    public async Task Pictures_are_made_of_every_page()
    {
        var place = Environment.GetEnvironmentVariable("TEST_PICTURES") is { Length: > 0 } wanted ? Path.GetFullPath(wanted, Repository()) : Path.Combine(Tmux.Root, "pictures");
        Directory.CreateDirectory(place);
        await Desk.StartServerAsync("build", "-x", "120", "-y", "36", "-n", "tests", Build);
        await Tmux.TmuxAsync("build", "split-window", "-h", "-t", "user:", Log);
        await Tmux.TmuxAsync("build", "split-window", "-v", "-t", "user:", Deploy);
        foreach (var name in (string[])["agents", "docs", "web"])
        {
            await Desk.StartServerAsync(name, "-x", "90", "-y", "24", "-n", "main", name == "web" ? Log : Build);
        }

        await Desk.StartServerAsync("scratch");
        await Tmux.TmuxAsync("scratch", "kill-server");
        await Desk.BecomesAsync("build", view => view.Panes == 3, "three panes are known");
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var page = await Desk.OpenAsync(options: new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 720 } });
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "scratch" })).ToContainTextAsync("dead");
            await TakeAsync(page, place, "servers", scheme);
            await Desk.ShowAsync(page, "#/server/build");
            await Assertions.Expect(page.Locator(".layout pre").Last).ToContainTextAsync("rollback");
            await TakeAsync(page, place, "server", scheme);
            await Desk.ShowAsync(page, $"#/pane/build/{(await Tmux.TmuxAsync("build", "display-message", "-p", "-t", "user:0.1", "#{pane_id}"))[1..]}");
            await ShowsAsync(page, "4113 served");
            await TakeAsync(page, place, "pane", scheme);
            await Desk.ShowAsync(page, "#/wall");
            await Assertions.Expect(page.Locator(".wall pre").Last).ToContainTextAsync("served");
            await TakeAsync(page, place, "wall", scheme);
            await Desk.ShowAsync(page, "#/timeline?q=type:server.*");
            await Assertions.Expect(page.Locator(".span").First).ToBeVisibleAsync();
            await TakeAsync(page, place, "timeline", scheme);
        }

        Directory.EnumerateFiles(place, "*.png").Count().ShouldBeGreaterThanOrEqualTo(10);
    }

    private static async Task TakeAsync(IPage page, string place, string name, ColorScheme scheme) => await page.ScreenshotAsync(
        new() { Path = Path.Combine(place, string.Create(CultureInfo.InvariantCulture, $"{name}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png")) });

    private static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "RunKit.Actors.sln")))
        {
            at = at.Parent!;
        }

        return at.FullName;
    }
}
