using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace RunKit.Browser.Tests;

/// <summary>Every page, light and dark, as a tool for accessibility sees it.</summary>
public sealed class AccessibilityTests(Chromium chromium) : DeskTests(chromium)
{
    private static readonly string[] Pages = ["#/servers", "#/servers?q=nothing", "#/server/build", "#/server/gone", "#/pane/build/0", "#/wall", "#/agents", "#/timeline", "#/none"];

    [BrowserFact]
    public async Task Axe_finds_nothing_on_any_page_in_light()
    {
        await LookAsync(ColorScheme.Light);
    }

    [BrowserFact]
    public async Task Axe_finds_nothing_on_any_page_in_dark()
    {
        await LookAsync(ColorScheme.Dark);
    }

    private async Task LookAsync(ColorScheme scheme)
    {
        await Desk.StartServerAsync("build", Raw);
        await Desk.StartServerAsync("old");
        await Tmux.TmuxAsync("old", "kill-server");
        var page = await Desk.OpenAsync(options: new() { ColorScheme = scheme });
        foreach (var view in Pages)
        {
            await Desk.ShowAsync(page, view);
            await Assertions.Expect(page.Locator(".loading")).ToHaveCountAsync(0);
            if (view.Contains("pane", StringComparison.Ordinal))
            {
                await ShowsAsync(page, "ready");
            }

            await CheckAsync(page, view);
        }

        await page.Keyboard.PressAsync("?");
        await CheckAsync(page, "the keys");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+k");
        await CheckAsync(page, "the palette");
    }

    private static async Task CheckAsync(IPage page, string what)
    {
        // Text of a program has the colours that the program chose.
        var found = await page.RunAxe(new AxeRunContext { Exclude = [new AxeSelector(".xterm-rows"), new AxeSelector(".xterm-viewport"), new AxeSelector(".preview")] });
        found.Violations.Select(violation => $"{what}: {violation.Id}: {string.Join(' ', violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }
}
