using System.Text;
using System.Text.Json;
using RunKit.ControlPlane.Panes;

namespace RunKit.Cli.Tests.Panes;

/// <summary><c>capture</c>, <c>send</c> and <c>keys</c>, with a node and without one.</summary>
public sealed class PaneVerbTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_is_typed_seen_and_captured(bool node)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "cat");
        if (node)
        {
            await runkit.ServeAsync();
            await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--json")).ShouldBeDone().Contains("\"connected\"", StringComparison.Ordinal), "it is connected");
        }

        (await runkit.RunAsync("send", "-t", "user:0.0", "--", "-two", "words;")).ShouldBeDone().ShouldBe("delivered\n");
        runkit.Input = [.. Encoding.UTF8.GetBytes("from stdin #{pane_id}\n")];
        (await runkit.RunAsync("send", "-L", "work", "-t", "%0", "-")).ShouldBeDone().ShouldBe("delivered\n");
        (await runkit.RunAsync("send", "-t", "=user:", "--no-enter", "staged")).ShouldBeDone().ShouldBe("delivered\n");
        (await runkit.RunAsync("keys", "-t", "@0", "--json", "a", "Enter")).ShouldBeDone().ShouldBe("{\"outcome\":\"delivered\",\"evidence\":\"pressed\"}\n");

        await Eventually.TrueAsync(
            async () => (await runkit.RunAsync("capture", "-t", "$0")).ShouldBeDone()
                .StartsWith("-two words;\n-two words;\nfrom stdin #{pane_id}\nfrom stdin #{pane_id}\nstageda\nstageda\n", StringComparison.Ordinal),
            "cat has printed it all");
        var capture = JsonSerializer.Deserialize((await runkit.RunAsync("capture", "-t", "%0", "--json", "--history", "all")).ShouldBeDone(), PlaneJson.Default.PaneCapture)!;
        (capture.Server, capture.Pane, capture.Command, capture.Cursor.Row).ShouldBe(("work", new PaneId(0), "cat", 6));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_not_typed_is_said_in_one_line(bool node)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "cat");
        if (node)
        {
            await runkit.ServeAsync();
            await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--json")).ShouldBeDone().Contains("\"connected\"", StringComparison.Ordinal), "it is connected");
        }

        await RefusedAsync("cat is in the foreground, not vim or nano", "--if-command", "vim,nano", "x");
        await RefusedAsync("it is not at a prompt", "--if-prompt", "x");
        await RefusedAsync("control character (U+001B) at offset 1", "a\u001bb");
        await RefusedAsync("--multiline", "a\nb");
        await RefusedAsync("has 4096 bytes", new string('x', 4096));
        runkit.Input = [(byte)'a', 0xff];
        (await runkit.RunAsync("send", "-t", "%0", "-")).ShouldComplain(1, "no UTF-8 at offset 1");
        (await runkit.RunAsync("capture", "-t", "%0")).ShouldBeDone().Trim().ShouldBe("");

        async Task RefusedAsync(string why, params string[] arguments)
        {
            var ended = await runkit.RunAsync(["send", "-L", "work", "-t", "%0", .. arguments]);
            (ended.Status, ended.Output).ShouldBe((1, "refused\n"));
            ended.Error.ShouldStartWith("runkit: %0 of work: ");
            ended.Error.ShouldContain(why);
        }
    }

    [Fact]
    public async Task Without_a_node_two_senders_take_turns()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "sh", "-c", $"exec cat > {runkit.Sandbox.Root}/out");
        var texts = Enumerable.Range(0, 6).Select(i => new string((char)('a' + i), 300)).ToArray();

        var sent = await Task.WhenAll(texts.Select(text => runkit.RunAsync("send", "-L", "work", "-t", "%0", text)));

        sent.ShouldAllBe(send => send.Status == 0);
        await Eventually.TrueAsync(
            () => File.ReadAllText($"{runkit.Sandbox.Root}/out").TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal).SequenceEqual(texts), "each arrived by itself");
    }

    [Fact]
    public async Task A_target_that_fits_nowhere_or_in_several_servers_is_refused()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("one", "user", "cat");
        await runkit.Sandbox.StartAsync("two", "user", "cat");

        (await runkit.RunAsync("capture", "-t", "%0")).ShouldComplain(1, "%0 fits in several servers: one, two; say which one with -L NAME");
        (await runkit.RunAsync("capture", "-t", "=nope:")).ShouldComplain(1, "no server has a pane =nope:");
        (await runkit.RunAsync("capture", "-L", "one", "-t", "%77")).ShouldComplain(1, "there is no pane %77 of one");
        (await runkit.RunAsync("capture", "-L", "one", "-t", "nope:")).ShouldComplain(1, "one has no pane nope:");
        (await runkit.RunAsync("capture", "-L", "gone", "-t", "user:")).ShouldComplain(1, "there is no server named gone");
        (await runkit.RunAsync("capture")).ShouldComplain(2, "which pane?");
        (await runkit.RunAsync("capture", "-t", "")).ShouldComplain(2, "give a pane");
        (await runkit.RunAsync("capture", "-t", "%0", "--history", "-3")).ShouldComplain(2, "--history");
        (await runkit.RunAsync("keys", "-t", "%0", "Entr")).ShouldComplain(2, "'Entr' is no key");
        (await runkit.RunAsync("send", "-t", "%0", "--timeout", "5", "x")).ShouldComplain(2, "--timeout 5: give a duration");
    }

    [Fact]
    public async Task Inside_tmux_the_pane_that_the_verb_runs_in_is_meant()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("one", "user", "cat");
        await runkit.Sandbox.StartAsync("two", "user", "cat");
        await runkit.Sandbox.TmuxAsync("two", "new-window", "-d", "-t", "user:", "cat");
        runkit.Environment["TMUX"] = $"{runkit.Sandbox.Socket("two").Value},1,0";
        runkit.Environment["TMUX_PANE"] = "%1";

        var capture = JsonSerializer.Deserialize((await runkit.RunAsync("capture", "--json")).ShouldBeDone(), PlaneJson.Default.PaneCapture)!;

        (capture.Server, capture.Pane).ShouldBe(("two", new PaneId(1)));
        (await runkit.RunAsync("capture", "-L", "one")).ShouldComplain(2, "which pane?");
    }
}
