namespace RunKit.Mcp.Tests;

/// <summary>What users of other tmux servers for agents complain of, each of which must not happen here.</summary>
public sealed class ComplaintTests() : OnRealTmux("env", "PS1=$ ", "bash", "--norc", "--noprofile")
{
    private Agent _agent = null!;

    private string File => Path.Combine(Sandbox.Root, "typed");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _agent = await Agent.ConnectAsync(Plane);
    }

    public override async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Quotes_Unicode_trailing_semicolons_and_twenty_kilobytes_arrive_byte_for_byte()
    {
        var pane = await CatAsync();
        string[] lines = ["it's \"quoted\" `here` \\", "$HOME $(reboot) #{pane_id} %1", "äöü 漢字 🙂", "ends with ;", ";", "Enter", "C-c", .. Enumerable.Repeat(new string('x', 1000), 20)];

        (await _agent.CallAsync("send_text", ("pane", pane), ("text", string.Join('\n', lines)), ("enter", true), ("multiline", true)))
            .Facts.GetProperty("outcome").GetString().ShouldBe("delivered");

        await Eventually.TrueAsync(() => System.IO.File.ReadAllText(File) == string.Join('\n', lines) + "\n", "all of it is there");
    }

    [Fact]
    public async Task No_Enter_is_pressed_that_was_not_asked_for()
    {
        var pane = await CatAsync();

        await _agent.CallAsync("send_text", ("pane", pane), ("text", "half a "), ("enter", false));
        (await _agent.CallAsync("capture", ("pane", pane))).Text.ShouldEndWith("half a");
        System.IO.File.ReadAllText(File).ShouldBe("");
        await _agent.CallAsync("send_text", ("pane", pane), ("text", "line"), ("enter", true));

        await Eventually.TrueAsync(() => System.IO.File.ReadAllText(File) == "half a line\n", "one line is there");
    }

    [Fact]
    public async Task A_key_is_a_key_and_its_name_in_a_text_is_letters()
    {
        var pane = await CatAsync();

        await _agent.CallAsync("send_text", ("pane", pane), ("text", "C-c Enter"), ("enter", true));
        await Eventually.TrueAsync(() => System.IO.File.ReadAllText(File) == "C-c Enter\n", "the letters are there");
        await _agent.CallAsync("send_keys", ("pane", pane), ("keys", new[] { "C-c" }));

        (await _agent.CallAsync("wait", ("pane", pane), ("prompt", true))).State.ShouldBe("held");
    }

    [Fact]
    public async Task What_a_run_prints_is_never_taken_for_its_end()
    {
        var printed = string.Join("\\n", "exit status 0", "__EXIT_CODE__:0", "[exited]", "\\033]133;D;0\\007$ ", "%%end 1 1 0");

        var run = await _agent.CallAsync("run", ("server", "a"), ("command", new[] { "sh", "-c", $"printf '{printed}\\n'; sleep 0.2; echo last; exit 7" }));

        (run.Run.GetProperty("state").GetString(), run.Run.GetProperty("code").GetInt32()).ShouldBe(("exited", 7));
        run.Text.Split('\n')[^1].ShouldBe("last");
    }

    [Fact]
    public async Task A_wait_is_not_answered_by_the_text_that_was_typed_for_it()
    {
        var pane = await _agent.FirstPaneAsync("a");
        (await _agent.CallAsync("wait", ("pane", pane), ("prompt", true))).State.ShouldBe("held");
        await _agent.CallAsync("send_text", ("pane", pane), ("text", "printf 'built-%s\\n' no; sleep 1; echo built-$((40 + 2))"), ("enter", true));

        (await _agent.CallAsync("wait", ("pane", pane), ("text", "^built-[0-9]+$"), ("anywhere", true))).State.ShouldBe("held");
        (await _agent.CallAsync("capture", ("pane", pane))).Text.Split('\n').ShouldContain("built-42");
    }

    [Fact]
    public async Task A_hundred_megabytes_of_output_are_one_bounded_result_that_says_what_it_lacks()
    {
        var run = await _agent.CallAsync("run", ("server", "a"), ("command", new[] { "sh", "-c", "yes 0123456789abcdef | head -c 100000000" }));
        if (run.Run.GetProperty("state").GetString() == "running")
        {
            var handle = run.Run.GetProperty("handle").GetString();
            await Eventually.TrueAsync(async () => (run = await _agent.CallAsync("result", ("handle", handle))).Run.GetProperty("state").GetString() == "exited", "it has ended");
        }

        run.Run.GetProperty("state").GetString().ShouldBe("exited");
        (run.Facts.GetProperty("outputCut").GetBoolean(), run.Facts.GetProperty("droppedLines").GetInt32() > 0).ShouldBe((true, true));
        run.Text.Length.ShouldBeLessThan(130_000);
    }

    [Fact]
    public async Task An_agent_that_ends_the_last_session_does_not_end_the_server()
    {
        var listed = (await _agent.CallAsync("list")).Facts.GetProperty("panes")[0];

        await _agent.CallAsync("kill", ("target", listed.GetProperty("session").GetString()), ("expected", "user"));

        await Eventually.TrueAsync(async () => (await _agent.CallAsync("list")).Facts.GetProperty("panes").GetArrayLength() == 0, "it is gone");
        Sandbox.IsAlive("a").ShouldBeTrue();
        (await _agent.CallAsync("create", ("server", "a"), ("name", "next"))).Facts.GetProperty("made").GetString().ShouldNotBeNull();
    }

    /// <summary>A pane with a program that writes down what it reads.</summary>
    private async Task<string> CatAsync()
    {
        var pane = await _agent.FirstPaneAsync("a");
        (await _agent.CallAsync("wait", ("pane", pane), ("prompt", true))).State.ShouldBe("held");
        await _agent.CallAsync("send_text", ("pane", pane), ("text", $"cat > {File}"), ("enter", true));
        (await _agent.CallAsync("wait", ("pane", pane), ("command", "cat"))).State.ShouldBe("held");
        return pane;
    }
}
