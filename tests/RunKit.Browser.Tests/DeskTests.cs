namespace RunKit.Browser.Tests;

/// <summary>Tests that have a node and a browser.</summary>
[Collection("one browser at a time")]
public abstract class DeskTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private Desk? _desk;

    /// <summary>A full-screen shell that shows what it is sent: nothing is typed back and no line is edited.</summary>
    protected const string Raw = "stty raw -echo; printf 'ready\\r\\n'; exec cat -v";

    protected Desk Desk => _desk!;

    protected TmuxSandbox Tmux => Desk.Sandbox;

    public async Task InitializeAsync() => _desk = Chromium.Find() is null ? null : await Desk.SetAsync(chromium);

    public async Task DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }
    }

    /// <summary>What the page's terminal shows.</summary>
    protected static ILocator Terminal(IPage page) => page.Locator(".xterm-rows");

    /// <summary>Waits until the page's terminal shows a text.</summary>
    protected static Task ShowsAsync(IPage page, string text) => Assertions.Expect(Terminal(page)).ToContainTextAsync(text);

    /// <summary>Types into the pane that is looked at: from then on the page has a client of its own.</summary>
    protected async Task AttachAsync(IPage page, string server)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Type into it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Attached to session")).ToBeVisibleAsync();
        await Eventually.TrueAsync(async () => (await ClientsAsync(server)).Length > 0, "the page's client is attached");
    }

    /// <summary>The clients that are attached, with their sizes, as <c>120x40</c>.</summary>
    protected async Task<string[]> ClientsAsync(string server) =>
        (await Tmux.TmuxAsync(server, "list-clients", "-F", "#{client_width}x#{client_height}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A window's size, as <c>159x72</c>.</summary>
    protected Task<string> SizeAsync(string server) => Tmux.TmuxAsync(server, "display-message", "-p", "-t", "user:", "#{window_width}x#{window_height}");

    /// <summary>What tmux shows of the pane, with nothing between the rows.</summary>
    protected async Task<string> ScreenAsync(string server) => (await Tmux.TmuxAsync(server, "capture-pane", "-p", "-t", "user:")).Replace("\n", "", StringComparison.Ordinal);

    /// <summary>Waits until tmux shows a text in the pane.</summary>
    protected Task ArrivesAsync(string server, string text) =>
        Eventually.TrueAsync(async () => (await ScreenAsync(server)).Contains(text, StringComparison.Ordinal), $"the pane shows {text}");
}
