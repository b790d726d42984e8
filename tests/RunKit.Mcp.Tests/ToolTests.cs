using ModelContextProtocol.Client;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tests;

/// <summary>The tools, called by the SDK's own client, on real tmux.</summary>
public sealed class ToolTests() : OnRealTmux("sh")
{
    [Theory]
    [InlineData(AccessScope.Read, "list agents capture search wait result")]
    [InlineData(AccessScope.Input, "list agents capture search wait result send_text send_keys run cancel")]
    [InlineData(AccessScope.Admin, "list agents capture search wait result send_text send_keys run cancel create arrange kill")]
    public async Task A_client_is_shown_the_tools_of_its_scope_and_each_says_when_to_use_it(AccessScope scope, string names)
    {
        await using var agent = await Agent.ConnectAsync(Plane, scope);

        var tools = await agent.Client.ListToolsAsync();

        tools.Select(tool => tool.Name).ShouldBe(names.Split(' '));
        tools.ShouldAllBe(tool => tool.Description.Length > 60 && tool.JsonSchema.GetProperty("additionalProperties").GetBoolean() == false);
        tools.Where(tool => tool.ProtocolTool.Annotations!.ReadOnlyHint == true).Select(tool => tool.Name).ShouldBe(["list", "agents", "capture", "search", "wait", "result"]);
    }

    [Fact]
    public async Task What_a_client_may_only_read_it_cannot_change_by_any_tool()
    {
        await using var everything = await Agent.ConnectAsync(Plane);
        await using var reader = await Agent.ConnectAsync(Plane, AccessScope.Read);
        var before = await Sandbox.TmuxAsync("a", "list-panes", "-a", "-F", "#{pane_id} #{pane_pid} #{window_name}");
        var pane = await everything.FirstPaneAsync("a");

        foreach (var tool in (await everything.Client.ListToolsAsync()).Where(tool => tool.ProtocolTool.Annotations!.ReadOnlyHint != true))
        {
            (await reader.RefusedAsync(tool.Name, ("pane", pane), ("text", "x"), ("enter", true))).ShouldStartWith($"{tool.Name} needs the scope ");
        }

        (await Sandbox.TmuxAsync("a", "list-panes", "-a", "-F", "#{pane_id} #{pane_pid} #{window_name}")).ShouldBe(before);
    }

    [Fact]
    public async Task A_build_is_started_waited_for_read_where_it_failed_and_another_is_stopped()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Input);

        var built = await agent.CallAsync(
            "run", ("server", "a"), ("command", new[] { "sh", "-c", "printf '\\033[31mcompiling\\033[0m\\nerror: no such header\\n'; exit 3" }));
        (built.Run.GetProperty("state").GetString(), built.Run.GetProperty("code").GetInt32()).ShouldBe(("exited", 3));
        built.Text.ShouldBe("compiling\nerror: no such header");

        var endless = await agent.CallAsync("run", ("server", "a"), ("command", new[] { "sh", "-c", "echo begun; exec sleep 1000" }), ("waitMs", 0));
        var handle = endless.Run.GetProperty("handle").GetString()!;
        endless.Run.GetProperty("state").GetString().ShouldBe("running");
        var cursor = 0L;
        var text = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var more = await agent.CallAsync("result", ("handle", handle), ("cursor", cursor), ("waitMs", 0));
                (cursor, text) = (more.Facts.GetProperty("cursor").GetInt64(), text + more.Text);
                return text == "begun";
            },
            "its output is there, once");

        (await agent.CallAsync("cancel", ("handle", handle))).Facts.GetProperty("signal").GetString().ShouldBe("SIGTERM");
        (await agent.CallAsync("result", ("handle", handle), ("cursor", cursor))).Text.ShouldBe("");
        (await agent.CallAsync("result")).Facts.GetProperty("begun").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_text_arrives_as_it_is_and_what_stands_there_is_waited_for_and_found()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Input);
        var pane = await agent.FirstPaneAsync("a");
        (await agent.CallAsync("wait", ("pane", pane), ("prompt", true))).State.ShouldBe("held");

        const string text = "echo '#{pane_id} \"x\" äöü;' C-c ;";
        (await agent.CallAsync("send_text", ("pane", pane), ("text", text), ("enter", false))).Facts.GetProperty("outcome").GetString().ShouldBe("delivered");
        (await agent.CallAsync("capture", ("pane", pane))).Text.ShouldEndWith(text);
        await agent.CallAsync("send_keys", ("pane", pane), ("keys", new[] { "Enter" }));
        (await agent.CallAsync("wait", ("pane", pane), ("text", "^#\\{pane_id\\} \"x\" äöü; C-c$"), ("anywhere", true))).State.ShouldBe("held");

        var found = (await agent.CallAsync("search", ("pattern", "^#.pane_id"))).Facts.GetProperty("matches");
        (found.GetArrayLength(), found[0].GetProperty("pane").GetString()).ShouldBe((1, pane));
    }

    [Fact]
    public async Task A_wait_that_takes_longer_than_a_call_goes_on_by_its_handle()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Input);
        var pane = await agent.FirstPaneAsync("a");
        (await agent.CallAsync("wait", ("pane", pane), ("prompt", true))).State.ShouldBe("held");

        using var giveUp = new CancellationTokenSource();
        var waiting = agent.Client.CallToolAsync(
            "wait", new Dictionary<string, object?>(StringComparer.Ordinal) { ["pane"] = pane, ["text"] = "^later$" }, cancellationToken: giveUp.Token).AsTask();
        var handle = "";
        await Eventually.TrueAsync(
            async () => (handle = (await agent.CallAsync("result")).Facts.GetProperty("begun").EnumerateArray().Last().GetProperty("handle").GetString()!) == "wait-2", "it waits");
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        await agent.CallAsync("send_text", ("pane", pane), ("text", "echo later"), ("enter", true));
        (await agent.CallAsync("result", ("handle", handle))).State.ShouldBe("held");
    }

    [Fact]
    public async Task Windows_and_splits_are_made_arranged_and_ended_by_exact_handle_and_expected_name()
    {
        await using var agent = await Agent.ConnectAsync(Plane);
        var listed = (await agent.CallAsync("list")).Facts.GetProperty("panes")[0];
        var (pane, session) = (listed.GetProperty("pane").GetString()!, listed.GetProperty("session").GetString()!);

        var window = (await agent.CallAsync("create", ("session", session), ("name", "#{pid};"), ("command", new[] { "sleep", "1000" }))).Facts.GetProperty("made").GetString()!;
        await agent.CallAsync("create", ("pane", pane), ("sideBySide", true));
        await Eventually.TrueAsync(async () => (await agent.CallAsync("list")).Facts.GetProperty("panes").GetArrayLength() == 3, "all three are known");
        (await agent.RefusedAsync("kill", ("target", window), ("expected", "another"))).ShouldContain("is '#{pid};' and not 'another'; nothing was ended");
        await agent.CallAsync("arrange", ("target", window), ("name", "mine"));
        await Eventually.TrueAsync(
            async () => (await agent.CallAsync("list")).Facts.GetProperty("panes").EnumerateArray().Any(row => row.GetProperty("windowName").GetString() == "mine"), "it has its name");

        await agent.CallAsync("kill", ("target", window), ("expected", "mine"));

        await Eventually.TrueAsync(async () => (await agent.CallAsync("list")).Facts.GetProperty("panes").GetArrayLength() == 2, "it is gone");
        (await agent.RefusedAsync("kill", ("target", window), ("expected", "mine"))).ShouldContain("is gone");
        Sandbox.IsAlive("a").ShouldBeTrue();
    }

    [Fact]
    public async Task A_handle_that_is_none_or_of_an_earlier_run_or_the_clients_own_is_refused()
    {
        var own = await OwnPaneAsync();
        await using var agent = await Agent.ConnectAsync(Plane, own: own);
        var pane = await agent.FirstPaneAsync("a");

        foreach (var bad in new[] { "%0", "a:%0", "$(touch /tmp/x)", "a:1@2:%0; kill-server", "#{pane_id}", "" })
        {
            (await agent.RefusedAsync("send_text", ("pane", bad), ("text", "x"), ("enter", true))).ShouldContain("is no handle");
        }

        (await agent.RefusedAsync("capture", ("pane", "a:1@2:%0"))).ShouldContain("is of an earlier run of the server a");
        (await agent.RefusedAsync("capture", ("pane", "b:1@2:%0"))).ShouldContain("there is no server b");
        (await agent.RefusedAsync("capture", ("pane", pane.Replace("%0", "%77", StringComparison.Ordinal)))).ShouldContain("is gone");
        (await agent.RefusedAsync("send_keys", ("pane", pane), ("keys", new[] { "C-c" }))).ShouldContain("the pane that you run in yourself");
        (await agent.RefusedAsync("kill", ("target", pane), ("expected", "sh"))).ShouldContain("the pane that you run in yourself");
        (await agent.CallAsync("list")).Facts.GetProperty("panes")[0].GetProperty("yourOwn").GetBoolean().ShouldBeTrue();
        (await agent.CallAsync("capture", ("pane", pane))).Facts.GetProperty("command").GetString().ShouldBe("sh");
    }

    [Fact]
    public async Task Arguments_that_are_missing_unknown_or_of_another_kind_are_named()
    {
        await using var agent = await Agent.ConnectAsync(Plane);
        var pane = await agent.FirstPaneAsync("a");

        (await agent.RefusedAsync("send_text", ("pane", pane), ("text", "x"))).ShouldBe("the argument 'enter' is missing");
        (await agent.RefusedAsync("capture", ("pane", pane), ("lines", 3))).ShouldBe("there is no argument 'lines'; there are pane, history");
        (await agent.RefusedAsync("capture", ("pane", pane), ("history", "all"))).ShouldBe("the argument 'history' is not of the kind that the schema asks for");
        (await agent.RefusedAsync("capture", ("pane", null))).ShouldBe("the argument 'pane' is not of the kind that the schema asks for");
        (await agent.RefusedAsync("capture", ("pane", pane), ("history", 9999))).ShouldBe("'history' is 0 to 5000 rows");
        (await agent.RefusedAsync("search", ("pattern", "(a)\\1"))).ShouldContain("without backtracking");
        (await agent.RefusedAsync("wait", ("pane", pane))).ShouldContain("what is to be waited for?");
        (await agent.RefusedAsync("run", ("server", "a"), ("command", Array.Empty<string>()))).ShouldNotBeEmpty();
        (await agent.RefusedAsync("send_text", ("pane", pane), ("text", "a\u001bb"), ("enter", false))).ShouldContain("U+001B");
        (await agent.RefusedAsync("nothing")).ShouldBe("there is no tool 'nothing'");
    }

    [Fact]
    public async Task A_result_is_bounded_the_newest_lines_are_kept_and_what_is_missing_is_counted()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Input);

        var printed = await agent.CallAsync("run", ("server", "a"), ("command", new[] { "seq", "1", "200000" }));

        printed.Run.GetProperty("state").GetString().ShouldBe("exited");
        printed.Text.Split('\n').ShouldBe(Enumerable.Range(199_501, 500).Select(number => $"{number}"));
        (printed.Facts.GetProperty("droppedLines").GetInt32() > 0).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_vanishes_leaves_its_run_to_be_asked_for()
    {
        string handle;
        await using (var agent = await Agent.ConnectAsync(Plane, AccessScope.Input))
        {
            var run = await agent.CallAsync("run", ("server", "a"), ("command", new[] { "sleep", "1000" }), ("waitMs", 0));
            handle = run.Run.GetProperty("handle").GetString()!;
        }

        await using var another = await Agent.ConnectAsync(Plane, AccessScope.Input);
        (await another.CallAsync("result", ("handle", handle))).Run.GetProperty("state").GetString().ShouldBe("running");
        await another.CallAsync("cancel", ("handle", handle));
        await Eventually.TrueAsync(
            async () => (await another.CallAsync("result", ("handle", handle))).Run.GetProperty("state").GetString() == "signalled", "it has ended");
    }

    [Fact]
    public async Task A_server_that_is_dead_is_listed_as_dead_and_nothing_starts_it()
    {
        await using var agent = await Agent.ConnectAsync(Plane);
        var pane = await agent.FirstPaneAsync("a");
        (await Plane.KillAsync(new ServerName("a"), default)).ShouldBeOfType<KillOutcome.Killed>();

        (await agent.CallAsync("list")).Facts.GetProperty("servers")[0].GetProperty("state").GetString().ShouldBe("dead");
        (await agent.RefusedAsync("create", ("server", "a"))).ShouldContain("what lives on a is not known");
        (await agent.RefusedAsync("run", ("server", "a"), ("command", new[] { "true" }))).ShouldNotBeEmpty();
        (await agent.RefusedAsync("send_text", ("pane", pane), ("text", "x"), ("enter", true))).ShouldNotBeEmpty();
        Sandbox.IsAlive("a").ShouldBeFalse();
    }

    private async Task<OwnPane> OwnPaneAsync()
    {
        var pid = (await Sandbox.TmuxAsync("a", "display-message", "-p", "#{pid}")).Trim();
        return OwnPane.From($"/tmp/x,{pid},0", "%0")!;
    }
}
