namespace RunKit.Browser.Tests;

/// <summary>Typing into panes: the page has a client of its own then, and says so.</summary>
public sealed class TypingTests(Chromium chromium) : DeskTests(chromium)
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true };

    [BrowserFact]
    public async Task Taking_over_tells_the_one_before_and_leaves_the_policy_of_sizes_as_it_was()
    {
        await Desk.StartServerAsync("build", Raw);
        var policy = await Tmux.TmuxAsync("build", "show-options", "-gwv", "window-size");
        var first = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(first, "ready");
        await AttachAsync(first, "build");
        await Desk.BecomesAsync("build", view => view.Clients == 1, "the node sees the first client");
        var second = await Desk.OpenAsync("#/pane/build/0", options: new() { ViewportSize = new() { Width = 900, Height = 600 } });
        await ShowsAsync(second, "ready");
        await Assertions.Expect(second.GetByRole(AriaRole.Button, new() { Name = "Type into it" })).ToBeEnabledAsync();

        await second.GetByRole(AriaRole.Button, new() { Name = "Type into it" }).ClickAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Take over" }).ClickAsync();
        await Assertions.Expect(second.GetByText("Attached to session")).ToBeVisibleAsync();
        await second.Keyboard.TypeAsync("mine");
        await ArrivesAsync("build", "mine");

        await Assertions.Expect(first.GetByText("Another client attached to user")).ToBeVisibleAsync();
        (await ClientsAsync("build")).Length.ShouldBe(2);
        (await Tmux.TmuxAsync("build", "show-options", "-gwv", "window-size")).ShouldBe(policy);
    }

    [BrowserFact]
    public async Task A_terminal_that_is_hidden_sends_no_size()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");
        var size = await ClientsAsync("build");

        await page.EvaluateAsync("() => { document.querySelector('.screen.typing').style.display = 'none'; }");
        await page.SetViewportSizeAsync(1000, 500);
        await page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await page.EvaluateAsync("() => { document.querySelector('.screen.typing').style.display = ''; }");
        await page.SetViewportSizeAsync(1280, 800);
        await page.Locator(".xterm-helper-textarea").FocusAsync();
        await page.Keyboard.TypeAsync("seen");

        await ArrivesAsync("build", "seen");
        (await ClientsAsync("build")).ShouldBe(size);
    }

    [BrowserFact]
    public async Task A_keyboard_on_the_screen_takes_rows_and_no_columns()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");
        var before = (await ClientsAsync("build"))[0].Split('x');

        await page.SetViewportSizeAsync(1280, 450);

        await Eventually.TrueAsync(async () => int.Parse((await ClientsAsync("build"))[0].Split('x')[1]) < int.Parse(before[1]), "the client has fewer rows");
        (await ClientsAsync("build"))[0].Split('x')[0].ShouldBe(before[0]);
    }

    [BrowserFact]
    public async Task A_text_that_a_phone_composes_and_corrects_arrives_once()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.OpenAsync("#/pane/build/0", options: Phone);
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");
        var field = page.GetByLabel("Text to send");
        await field.FocusAsync();
        var phone = await page.Context.NewCDPSessionAsync(page);

        await phone.SendAsync("Input.imeSetComposition", new() { ["text"] = "helo", ["selectionStart"] = 4, ["selectionEnd"] = 4 });
        await phone.SendAsync("Input.imeSetComposition", new() { ["text"] = "hello", ["selectionStart"] = 5, ["selectionEnd"] = 5 });
        await phone.SendAsync("Input.insertText", new() { ["text"] = "hello. " });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).TapAsync();

        await ArrivesAsync("build", "hello. ^M");
        (await ScreenAsync("build")).Split("hel").Length.ShouldBe(2);
    }

    [BrowserFact]
    public async Task Arrows_are_as_the_program_asked_for_them_and_a_sticky_control_holds_for_one_key()
    {
        await Desk.StartServerAsync("build", "stty raw -echo; printf '\\033[?1hready\\r\\n'; exec cat -v");
        var page = await Desk.OpenAsync("#/pane/build/0", options: Phone);
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");

        await page.GetByRole(AriaRole.Button, new() { Name = "Up" }).TapAsync();
        await ArrivesAsync("build", "^[OA");
        var control = page.GetByRole(AriaRole.Button, new() { Name = "Ctrl", Exact = true });
        await control.TapAsync();
        await Assertions.Expect(control).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByLabel("Text to send").FillAsync("g");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).TapAsync();
        await ArrivesAsync("build", "^G");
        await Assertions.Expect(control).ToHaveAttributeAsync("aria-pressed", "false");
        await page.GetByLabel("Text to send").FillAsync("g");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).TapAsync();

        await ArrivesAsync("build", "^Gg^M");
    }

    [BrowserFact]
    public async Task The_wheel_types_nothing_where_no_program_asked_for_the_mouse()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");

        await page.Locator(".xterm-screen").HoverAsync();
        await page.Mouse.WheelAsync(0, -300);
        await page.Mouse.WheelAsync(0, 300);
        await page.Keyboard.TypeAsync("end");

        await ArrivesAsync("build", "end");
        (await ScreenAsync("build")).ShouldBe("readyend");
    }

    [BrowserFact]
    public async Task The_wheel_reaches_a_program_that_asked_for_the_mouse()
    {
        await Desk.StartServerAsync("build", "stty raw -echo; printf '\\033[?1000h\\033[?1006hready\\r\\n'; exec cat -v");
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");
        await Assertions.Expect(page.Locator(".xterm.enable-mouse-events")).ToBeVisibleAsync();

        await page.Locator(".xterm-screen").HoverAsync();
        await page.Mouse.WheelAsync(0, -300);

        await ArrivesAsync("build", "^[[<64;");
    }

    [BrowserFact]
    public async Task A_paste_of_many_lines_is_asked_about_and_arrives_byte_for_byte()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 4000).Select(number => $"line {number} of a long text, with quotes ' and \" and $(x) `y`"));
        var file = Path.Combine(Tmux.Root, "pasted");
        await Desk.StartServerAsync("build", $"stty raw -echo; printf 'ready\\r\\n'; head -c {lines.Length} > {file}; printf 'done\\r\\n'; exec cat");
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");

        await PasteAsync(page, lines);
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("4000 lines");
        new FileInfo(file).Length.ShouldBe(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Paste it" }).ClickAsync();

        await ArrivesAsync("build", "done");
        (await File.ReadAllTextAsync(file)).ShouldBe(lines.Replace('\n', '\r'));
    }

    [BrowserFact]
    public async Task What_is_typed_while_the_node_is_away_is_refused_where_it_is_seen()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");

        await Desk.Node.DisposeAsync();
        await Assertions.Expect(page.GetByText("you are detached")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("i lost");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Type into it" })).ToBeDisabledAsync();

        Tmux.IsAlive("build").ShouldBeTrue();
        (await ScreenAsync("build")).ShouldBe("ready");
        await Desk.StartNodeAsync();
    }

    [BrowserFact]
    public async Task A_pane_in_copy_mode_says_so_and_keys_go_there()
    {
        await Desk.StartServerAsync("build", Raw);
        await Tmux.TmuxAsync("build", "copy-mode", "-t", "user:");
        var page = await Desk.OpenAsync("#/pane/build/0");
        await Assertions.Expect(page.GetByText("in copy-mode: keys go there")).ToBeVisibleAsync();
        await AttachAsync(page, "build");

        await page.Keyboard.TypeAsync("q");
        await Eventually.TrueAsync(async () => await Tmux.TmuxAsync("build", "display-message", "-p", "-t", "user:", "#{pane_in_mode}") == "0", "copy mode is left");
        await page.Keyboard.TypeAsync("z");

        await ArrivesAsync("build", "readyz");
    }

    [BrowserFact]
    public async Task A_flood_in_one_pane_leaves_another_to_its_typist_and_ends_by_control_c()
    {
        await Desk.StartServerAsync("flood", "sh");
        await Desk.StartServerAsync("calm", Raw);
        var flood = await Desk.OpenAsync("#/pane/flood/0");
        await ShowsAsync(flood, "#");
        await AttachAsync(flood, "flood");
        await flood.Keyboard.TypeAsync("yes\n");
        await ShowsAsync(flood, "yyy");
        var calm = await Desk.OpenAsync("#/pane/calm/0");
        await ShowsAsync(calm, "ready");
        await AttachAsync(calm, "calm");

        await calm.Keyboard.TypeAsync("heard");
        await ShowsAsync(calm, "heard");
        await flood.Keyboard.PressAsync("Control+c");
        await flood.Keyboard.TypeAsync("echo st''opped\n");

        await ShowsAsync(flood, "stopped");
    }

    [BrowserFact]
    public async Task A_program_that_asks_about_a_mode_gets_an_answer_from_the_built_page()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.OpenAsync("#/pane/build/0");
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");

        // Past tmux, to the page's own terminal: DECRQM for bracketed paste.
        await Tmux.TmuxAsync("build", "set-option", "-p", "-t", "user:", "allow-passthrough", "on");
        await Tmux.TmuxAsync("build", "respawn-pane", "-k", "-t", "user:", "stty raw -echo; printf '\\033Ptmux;\\033\\033[?2004$p\\033\\\\'; exec cat -v");

        await ArrivesAsync("build", "2004;");
    }

    [BrowserFact]
    public async Task A_program_that_writes_to_the_clipboard_asks_and_one_that_reads_it_gets_no_answer()
    {
        await Desk.StartServerAsync("build", Raw);
        await Tmux.TmuxAsync("build", "set-option", "-p", "-t", "user:", "allow-passthrough", "on");
        var page = await Desk.OpenAsync("#/pane/build/0", options: new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await ShowsAsync(page, "ready");
        await AttachAsync(page, "build");

        await Tmux.TmuxAsync(
            "build", "respawn-pane", "-k", "-t", "user:", "stty raw -echo; printf '\\033Ptmux;\\033\\033]52;c;?\\007\\033\\\\\\033Ptmux;\\033\\033]52;c;aGVsbG8=\\007\\033\\\\asked'; exec cat -v");
        await Assertions.Expect(page.GetByText("wants to copy 5 characters")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Copied.")).ToBeVisibleAsync();

        (await page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).ShouldBe("hello");
        (await ScreenAsync("build")).ShouldEndWith("asked");
    }

    private static async Task PasteAsync(IPage page, string text) => await page.EvaluateAsync(
        """
        (text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.querySelector(".xterm-helper-textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """,
        text);
}
