namespace RunKit.Browser.Tests;

/// <summary>Looking at panes: it changes nothing of them.</summary>
public sealed class LookingTests(Chromium chromium) : DeskTests(chromium)
{
    [BrowserFact]
    public async Task A_small_browser_looks_at_a_large_pane_and_nothing_is_resized()
    {
        await Desk.StartServerAsync("build", "-x", "159", "-y", "72", "printf '%0159d\\n' 7; exec cat");
        var page = await Desk.OpenAsync("#/pane/build/0", options: new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });

        await ShowsAsync(page, new string('0', 158) + "7");

        (await SizeAsync("build")).ShouldBe("159x72");
        (await ClientsAsync("build")).ShouldBeEmpty();
    }

    [BrowserFact("vim")]
    public async Task A_vim_that_runs_already_is_shown_and_the_shell_when_it_is_left()
    {
        await Desk.StartServerAsync("build", "sh");
        await Tmux.TmuxAsync("build", "send-keys", "-t", "user:", "echo be''fore; vim -u NONE -c 'set mouse=a' -c 'call setline(1, \"in \".\"vim\")'", "Enter");
        await ArrivesAsync("build", "in vim");
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "in vim");
        (await Terminal(page).TextContentAsync())!.ShouldNotContain("before");

        await Tmux.TmuxAsync("build", "send-keys", "-t", "user:", ":q!", "Enter");

        await ShowsAsync(page, "before");
        await Assertions.Expect(Terminal(page)).Not.ToContainTextAsync("in vim");
    }

    [BrowserFact]
    public async Task Who_comes_in_the_middle_of_an_escape_sees_its_end_as_what_it_is()
    {
        var go = Path.Combine(Tmux.Root, "go");
        await Desk.StartServerAsync("build", $"printf 'one \\033[3'; until [ -e {go} ]; do sleep 0.05; done; printf '1mred\\n'; exec cat");
        await ArrivesAsync("build", "one");
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "one");

        await File.WriteAllTextAsync(go, "");

        await ShowsAsync(page, "one red");
    }

    [BrowserFact]
    public async Task Questions_to_terminals_in_what_a_pane_prints_get_no_answer_from_the_page()
    {
        var go = Path.Combine(Tmux.Root, "go");
        const string ask = "printf 'ask\\033[c\\033[6n\\033[>c\\r\\n'; exec cat -v";
        await Desk.StartServerAsync("build", $"stty raw -echo; printf 'ready\\r\\n'; until [ -e {go} ]; do sleep 0.05; done; {ask}");
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");
        await File.WriteAllTextAsync(go, "");
        await ShowsAsync(page, "ask");

        // What the page would answer is there before what is typed behind it.
        await Tmux.TmuxAsync("build", "send-keys", "-l", "-t", "user:", "end");
        await ShowsAsync(page, "end");

        (await ScreenAsync("build")).ShouldBe(await AloneAsync(ask));
    }

    [BrowserFact]
    public async Task A_line_that_drops_is_told_and_what_was_shown_comes_once()
    {
        await Desk.StartServerAsync("build", "printf 'first\\n'; exec cat");
        var page = await Desk.ComeAsync();
        IWebSocketRoute? line = null;
        await page.RouteWebSocketAsync(url => url.EndsWith("/v1/live", StringComparison.Ordinal), route =>
        {
            line = route;
            route.ConnectToServer();
        });
        await Desk.LogInAsync(page);
        await Desk.ShowAsync(page, "#/pane/build/0");
        await ShowsAsync(page, "first");

        await line!.CloseAsync();
        await Tmux.TmuxAsync("build", "send-keys", "-t", "user:", "second", "Enter");

        await ShowsAsync(page, "second");
        var shown = (await Terminal(page).TextContentAsync())!;
        shown.Split("first").Length.ShouldBe(2);
        await Assertions.Expect(page.Locator(".freshness")).ToContainTextAsync("live");
    }

    [BrowserFact]
    public async Task A_node_that_is_gone_makes_what_is_seen_old_and_one_that_is_back_asks_for_a_login()
    {
        await Desk.StartServerAsync("build");
        var page = await Desk.OpenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "build" })).ToContainTextAsync("running");

        await Desk.Node.DisposeAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("what you see is old");
        await Assertions.Expect(page.Locator(".freshness")).ToContainTextAsync("not connected since");
        await Desk.StartNodeAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This browser is not logged in" })).ToBeVisibleAsync();
        Tmux.IsAlive("build").ShouldBeTrue();
    }

    [BrowserFact]
    public async Task A_page_that_nobody_sees_takes_no_bytes_and_shows_the_pane_of_now_when_it_is_seen()
    {
        await Desk.StartServerAsync("build", "printf 'ready\\n'; exec cat");
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");

        await HideAsync(page, true);
        await Eventually.TrueAsync(async () => await Tmux.TmuxAsync("build", "display-message", "-p", "-t", "user:", "#{pane_pipe}") == "0", "its stream has ended");
        await Tmux.TmuxAsync("build", "send-keys", "-t", "user:", "while hidden", "Enter");
        await ArrivesAsync("build", "while hidden");
        (await Terminal(page).TextContentAsync())!.ShouldNotContain("while hidden");
        await HideAsync(page, false);

        await ShowsAsync(page, "while hidden");
    }

    [BrowserFact]
    public async Task Forty_previews_and_twenty_openings_leave_every_picture_whole()
    {
        await Desk.StartServerAsync("build", "-x", "80", "-y", "24", "echo pane-0-; exec cat");
        foreach (var number in Enumerable.Range(1, 39))
        {
            await Tmux.TmuxAsync("build", "new-window", "-t", "user:", $"echo pane-{number}-; exec cat");
        }

        await Desk.BecomesAsync("build", view => view.Panes == 40, "the node knows forty panes");
        var page = await Desk.OpenAsync("#/wall", options: new() { ViewportSize = new() { Width = 2400, Height = 1800 } });
        await Assertions.Expect(page.Locator(".wall li")).ToHaveCountAsync(40);
        for (var number = 0; number < 40; number++)
        {
            await Assertions.Expect(page.Locator(".wall li").Nth(number).Locator("pre")).ToContainTextAsync("pane-");
        }

        for (var number = 0; number < 20; number++)
        {
            await Desk.ShowAsync(page, $"#/pane/build/{await PaneAsync(number)}");
            await ShowsAsync(page, $"pane-{number}-");
        }

        await Desk.ShowAsync(page, "#/wall");
        await Assertions.Expect(page.Locator(".wall pre").Last).ToContainTextAsync("pane-");
    }

    [BrowserFact]
    public async Task Wide_characters_stay_in_their_columns()
    {
        await Desk.StartServerAsync("build", "-x", "60", "-y", "10", "printf '\\346\\227\\245\\346\\234\\254|\\n\\360\\237\\230\\200|\\ne\\314\\201|\\n'; exec cat");
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "日本");

        var lefts = await page.EvaluateAsync<double[]>("""
            () => [...document.querySelectorAll(".xterm-rows > div")].slice(0, 3).map((row) => {
              const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf("|");
                if (at >= 0) { const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect().left - row.getBoundingClientRect().left; }
              }
              return -1;
            })
            """);
        var width = await page.EvaluateAsync<double>("() => document.querySelector('.xterm-screen').getBoundingClientRect().width / 60");

        Math.Round(lefts[0] / width).ShouldBe(4);
        Math.Round(lefts[1] / width).ShouldBe(2);
        Math.Round(lefts[2] / width).ShouldBe(1);
    }

    private async Task<string> PaneAsync(int window) => (await Tmux.TmuxAsync("build", "display-message", "-p", "-t", $"user:{window}", "#{pane_id}"))[1..];

    // The same pane where nobody looks.
    private async Task<string> AloneAsync(string ask)
    {
        await Tmux.StartAsync("alone", "user", $"stty raw -echo; printf 'ready\\r\\n'; {ask}");
        await ArrivesAsync("alone", "ask");
        await Tmux.TmuxAsync("alone", "send-keys", "-l", "-t", "user:", "end");
        await ArrivesAsync("alone", "end");
        return await ScreenAsync("alone");
    }

    private static async Task HideAsync(IPage page, bool hidden) => await page.EvaluateAsync(
        "(hidden) => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);
}
