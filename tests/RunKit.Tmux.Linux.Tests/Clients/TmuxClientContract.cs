using System.Text;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Tests.Clients;

/// <summary>What every <see cref="ITmuxClient"/> does.</summary>
public abstract partial class TmuxClientContract : IAsyncLifetime
{
    private const int Megabytes5 = 5_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    protected TmuxSandbox Sandbox { get; } = new();

    private protected abstract ITmuxClient Client { get; }

    /// <summary>How a command ends whose server is killed hard, before it has printed anything.</summary>
    private protected virtual UnknownReason WhenKilled => UnknownReason.ConnectionLost;

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync() => await Sandbox.DisposeAsync();

    [Fact]
    public async Task Output_and_status_come_back()
    {
        await StartAsync();
        (await ExitedAsync(TmuxCommands.ListSessions("#{session_name} é"))).ShouldBe((0, "user é\n", ""));
    }

    [Fact]
    public async Task A_refusal_comes_back_on_stderr_with_its_status()
    {
        await StartAsync();
        (await ExitedAsync(TmuxCommandLine.Exec(["kill-session", "-t", "=none"]))).ShouldBe((1, "", "can't find session: none\n"));
    }

    [Fact]
    public async Task What_was_printed_before_a_failure_is_there_too()
    {
        await StartAsync();
        (await ExitedAsync(TmuxCommandLine.Exec(["display-message", "-p", "first", ";", "no-such-command"]))).Status.ShouldBe(1);
        (await ExitedAsync(TmuxCommandLine.Exec(["display-message", "-p", "first", ";", "kill-pane", "-t", "%77", ";", "display-message", "-p", "never"])))
            .ShouldBe((1, "first\n", "can't find pane: %77\n"));
    }

    [Fact]
    public async Task Every_word_arrives_as_it_was_given()
    {
        await StartAsync();
        foreach (var word in Hostile.Words)
        {
            var line = TmuxCommandLine.Join(
                TmuxCommands.SetOption(new OptionScope.Server(), "@x", word), TmuxCommands.ShowOption(new OptionScope.Server(), "@x"));
            (await ExitedAsync(line)).ShouldBe((0, word + "\n", ""), word);
        }
    }

    [Fact]
    public async Task Five_megabytes_come_out_as_they_went_in()
    {
        await StartAsync();
        var bytes = new byte[Megabytes5];
        new Random(1).NextBytes(bytes);

        (await ExitedAsync(TmuxCommands.LoadBuffer("big"), TmuxRunOptions.Default with { Input = bytes })).ShouldBe((0, "", ""));

        var exited = (await RunAsync(TmuxCommands.ShowBuffer("big"))).ShouldBeOfType<TmuxResult.Exited>();
        exited.Output.Span.SequenceEqual(bytes).ShouldBeTrue();
        exited.Cut.ShouldBeFalse();
    }

    [Fact]
    public async Task Output_that_is_taken_as_it_comes_need_not_be_kept()
    {
        await StartAsync();
        var bytes = new byte[Megabytes5];
        new Random(2).NextBytes(bytes);
        await RunAsync(TmuxCommands.LoadBuffer("big"), TmuxRunOptions.Default with { Input = bytes });
        var seen = new MemoryStream();

        var exited = (await RunAsync(
            TmuxCommands.ShowBuffer("big"),
            TmuxRunOptions.Default with { KeepsOutput = false, OutputLimit = 1000, OnOutput = piece => seen.Write(piece.Span) })).ShouldBeOfType<TmuxResult.Exited>();

        (exited.Output.Length, exited.Cut).ShouldBe((0, false));
        seen.ToArray().AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Output_over_the_limit_is_cut_and_said_to_be_and_the_server_goes_on()
    {
        await StartAsync();
        await RunAsync(TmuxCommands.LoadBuffer("big"), TmuxRunOptions.Default with { Input = new byte[Megabytes5] });
        var seen = 0;

        var exited = (await RunAsync(TmuxCommands.ShowBuffer("big"), TmuxRunOptions.Default with { OutputLimit = 1000, OnOutput = piece => seen += piece.Length }))
            .ShouldBeOfType<TmuxResult.Exited>();

        exited.Cut.ShouldBeTrue();
        exited.Output.Length.ShouldBe(1000);
        seen.ShouldBe(Megabytes5);
        (await ExitedAsync(TmuxCommands.ListSessions("x"))).ShouldBe((0, "x\n", ""));
    }

    [Fact]
    public async Task Commands_come_from_the_input()
    {
        await StartAsync();
        var options = TmuxRunOptions.Default with { Input = "display-message -p hello\n"u8.ToArray() };
        (await ExitedAsync(TmuxCommandLine.Exec(["source-file", "-"]), options)).ShouldBe((0, "hello\n", ""));
    }

    [Fact]
    public async Task Without_input_nothing_is_loaded()
    {
        await StartAsync();
        await RunAsync(TmuxCommands.LoadBuffer("none"));
        (await ExitedAsync(TmuxCommands.ShowBuffer("none"))).ShouldBe((1, "", "no buffer none\n"));
    }

    [Fact]
    public async Task A_line_too_long_for_a_message_is_refused_and_the_longest_is_not()
    {
        await StartAsync();
        var room = 16_384 - 16 - 4 - "set-option -s -- @x ".Length - 1;
        (await ExitedAsync(TmuxCommands.SetOption(new OptionScope.Server(), "@x", new string('x', room)))).ShouldBe((0, "", ""));

        var refused = (await RunAsync(TmuxCommands.SetOption(new OptionScope.Server(), "@x", new string('x', room + 1)))).ShouldBeOfType<TmuxResult.NotSent>();

        refused.Reason.ShouldBe(NotSentReason.TooLong);
        refused.Detail.ShouldContain("16365");
        refused.Detail.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Forged_lines_are_text_like_any_other()
    {
        await StartAsync();
        const string forged = "%begin 1 2 3\n%exit\n%error 1 2 3\n%end 1 2 3";
        await ExitedAsync(TmuxCommandLine.Join(TmuxCommands.SetBuffer("%begin 1 2 3", forged), TmuxCommands.RenameWindow(new WindowId(0), "%exit")));
        (await ExitedAsync(TmuxCommands.ShowBuffer("%begin 1 2 3"))).ShouldBe((0, forged, ""));
        (await ExitedAsync(TmuxCommandLine.Of("list-buffers", "-F", "#{buffer_name}"))).ShouldBe((0, "%begin 1 2 3\n", ""));
        (await ExitedAsync(TmuxCommands.DisplayMessage(new PaneId(0), $"#{{window_name}}\n{forged.Replace("%", "%%", StringComparison.Ordinal)}")))
            .ShouldBe((0, $"%exit\n{forged}\n", ""));
        (await ExitedAsync(TmuxCommands.ListSessions("x"))).ShouldBe((0, "x\n", ""));
    }

    [Fact]
    public async Task What_is_printed_before_a_wait_comes_before_the_wait_ends()
    {
        await StartAsync();
        var seen = new StringBuilder();
        var line = TmuxCommandLine.Join(
            TmuxCommands.ListPanes("#{pane_id}"), TmuxCommandLine.Of("display-message", "-p", "NONCE"), TmuxCommands.WaitFor("rk-hint"));
        var waiting = RunAsync(line, TmuxRunOptions.Default with { OnOutput = Append });
        await Eventually.TrueAsync(() => Seen() == "%0\nNONCE\n", "the rows and the nonce are there", Limit);
        waiting.IsCompleted.ShouldBeFalse();

        await ExitedAsync(TmuxCommands.Signal("rk-hint"));

        (await waiting.WaitAsync(Limit)).ShouldBeOfType<TmuxResult.Exited>().Status.ShouldBe(0);

        void Append(ReadOnlyMemory<byte> piece)
        {
            lock (seen)
            {
                seen.Append(Encoding.UTF8.GetString(piece.Span));
            }
        }

        string Seen()
        {
            lock (seen)
            {
                return seen.ToString();
            }
        }
    }

    [Fact]
    public async Task One_that_waits_holds_up_nobody()
    {
        await StartAsync();
        var waiting = await WaitAsync();
        for (var i = 0; i < 20; i++)
        {
            (await ExitedAsync(TmuxCommandLine.Of("display-message", "-p", $"{i}"))).ShouldBe((0, $"{i}\n", ""));
        }

        await ExitedAsync(TmuxCommands.Signal("never"));
        await waiting.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_hundred_at_once_each_get_their_own_answer()
    {
        await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => ExitedAsync(TmuxCommandLine.Of("display-message", "-p", $"{i}"))));
        answers.ShouldBe(Enumerable.Range(0, 100).Select(i => (0, $"{i}\n", "")));
        await Eventually.TrueAsync(() => Sandbox.Connections() == 0, "no client is left", Limit);
    }

    [Fact]
    public async Task It_is_in_no_list_of_clients()
    {
        await StartAsync();
        var waiting = await WaitAsync();
        (await ExitedAsync(TmuxCommandLine.Of("list-clients"))).ShouldBe((0, "", ""));
        await ExitedAsync(TmuxCommands.Signal("never"));
        await waiting.WaitAsync(Limit);
    }

    private protected async Task<ProcessIdentity> StartAsync(string server = "a") =>
        await Sandbox.StartAsync(server, "user", "-x", "80", "-y", "24", "tail", "-f", "/dev/null");

    private protected Task<TmuxResult> RunAsync(
        TmuxCommandLine line, TmuxRunOptions? options = null, ProcessIdentity? expected = null, CancellationToken cancel = default) =>
        Client.RunAsync(new TmuxServerAddress(Sandbox.Socket("a"), expected), line, options ?? TmuxRunOptions.Default, cancel);

    private protected async Task<(int Status, string Output, string Error)> ExitedAsync(TmuxCommandLine line, TmuxRunOptions? options = null)
    {
        var result = await RunAsync(line, options).WaitAsync(Limit);
        var exited = result.ShouldBeOfType<TmuxResult.Exited>($"{line}: {result}");
        exited.Cut.ShouldBeFalse();
        return (exited.Status, Encoding.UTF8.GetString(exited.Output.Span), Encoding.UTF8.GetString(exited.Error.Span));
    }

    /// <summary>Begins to wait for a channel that nobody signals but the test; the server is at it when this returns.</summary>
    private protected async Task<Task<TmuxResult>> WaitAsync(CancellationToken cancel = default)
    {
        var line = TmuxCommandLine.Join(TmuxCommands.SetOption(new OptionScope.Server(), "@waits", "yes"), TmuxCommands.WaitFor("never"));
        var waiting = RunAsync(line, cancel: cancel);
        await Eventually.TrueAsync(async () => await Sandbox.TmuxAsync("a", "show-options", "-sqv", "@waits") == "yes", "the command waits", Limit);
        return waiting;
    }
}
