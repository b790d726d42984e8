namespace RunKit.Browser.Tests;

/// <summary>The servers, one of them, and the ways between.</summary>
public sealed class ServersPageTests(Chromium chromium) : DeskTests(chromium)
{
    [BrowserFact]
    public async Task A_page_without_servers_says_how_one_is_started_and_shows_it_when_it_is_there()
    {
        var page = await Desk.OpenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No tmux server runs here" })).ToBeVisibleAsync();

        await Tmux.StartAsync("build");

        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "build" })).ToContainTextAsync("running");
    }

    [BrowserFact]
    public async Task A_server_that_is_killed_elsewhere_is_shown_dead_and_stays_it()
    {
        await Desk.StartServerAsync("build");
        var page = await Desk.OpenAsync();
        var row = page.GetByRole(AriaRole.Row, new() { Name = "build" });
        await Assertions.Expect(row).ToContainTextAsync("running");

        await Tmux.TmuxAsync("build", "kill-server");

        await Assertions.Expect(row).ToContainTextAsync("dead");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This server is dead" })).ToBeVisibleAsync();
        Tmux.IsAlive("build").ShouldBeFalse();
    }

    [BrowserFact]
    public async Task The_filter_stands_in_the_address_and_says_what_it_does_not_know()
    {
        await Desk.StartServerAsync("build-1");
        await Desk.StartServerAsync("web");
        var page = await Desk.OpenAsync("#/servers?q=name:build*");
        await Assertions.Expect(page.Locator("table.servers tbody tr")).ToHaveCountAsync(1);

        await page.Locator("body").PressAsync("/");
        await page.Keyboard.TypeAsync(" nmae:x");

        await Assertions.Expect(page.GetByText("There is no nmae: here")).ToBeVisibleAsync();
        await page.GetByLabel("Filter").FillAsync("state:running web");
        await Assertions.Expect(page.Locator("table.servers tbody th")).ToHaveTextAsync("web");
        page.Url.ShouldContain("q=state%3Arunning+web");
    }

    [BrowserFact]
    public async Task A_kill_names_what_ends_and_wants_the_name_typed_where_somebody_is_attached()
    {
        await Desk.StartServerAsync("build", Raw);
        var typist = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(typist, "ready");
        await AttachAsync(typist, "build");
        var page = await Desk.OpenAsync("#/server/build");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kill" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("user:0");
        var kill = dialog.GetByRole(AriaRole.Button, new() { Name = "Kill build" });
        await Assertions.Expect(kill).ToBeDisabledAsync();

        await dialog.GetByRole(AriaRole.Textbox).FillAsync("build");
        await kill.ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This server is dead" })).ToBeVisibleAsync();
        Tmux.IsAlive("build").ShouldBeFalse();
    }

    [BrowserFact]
    public async Task Everything_from_the_servers_into_a_terminal_and_out_again_can_be_done_by_keyboard()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.OpenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "build" })).ToContainTextAsync("running");

        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "build" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Servers build" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".layout .cell")).ToHaveCountAsync(1);
        await page.Locator("body").PressAsync("o");
        await ShowsAsync(page, "ready");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Type into it" })).ToBeEnabledAsync();
        await page.Locator("body").PressAsync("i");
        await Assertions.Expect(page.GetByText("Attached to session")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("g s?/");
        await ArrivesAsync("build", "g s?/");
        await page.Keyboard.PressAsync("Control+Shift+Backslash");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Type into it" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("s");

        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "build" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("dialog[open] input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("timeline");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Timeline" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("server.connected")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_login_that_may_only_look_offers_no_typing_and_is_refused_a_kill()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.OpenAsync("#/pane/build/0", scope: "read");
        await ShowsAsync(page, "ready");
        await Assertions.Expect(page.GetByText("this login may look and not type")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Type into it" })).ToBeDisabledAsync();

        await Desk.ShowAsync(page, "#/server/build");
        await Assertions.Expect(page.Locator(".layout .cell")).ToHaveCountAsync(1);

        (await page.GetByRole(AriaRole.Button, new() { Name = "Kill" }).CountAsync()).ShouldBe(0);
    }

    [BrowserFact]
    public async Task Who_is_not_logged_in_is_told_how()
    {
        var page = await Desk.ComeAsync();

        await page.GotoAsync(Desk.Address);

        await Assertions.Expect(page.GetByText("This browser is not logged in")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("runkit dashboard")).ToBeVisibleAsync();
    }
}
