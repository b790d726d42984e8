using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests.Waits;

/// <summary>Waiting at panes, on the tmux of this machine.</summary>
public sealed class WaitTests : IAsyncLifetime
{
    private static readonly ServerName Server = new("work");

    private readonly TmuxSandbox _sandbox = new();
    private PlaneHost _host = null!;
    private PaneAddress _pane = null!;

    public async Task InitializeAsync()
    {
        await _sandbox.StartAsync(Server.Value, "user", "-x", "80", "-y", "24", "env", "PS1=ready> ", "HOME=/nowhere", "dash", "-i");
        _host = await PlaneHost.StartAsync(_sandbox);
        await _host.ConnectsAsync(Server.Value);
        _pane = new PaneAddress(Server, Id(await TmuxAsync("display-message", "-p", "-t", "user:", "#{pane_id}")));
        (await WaitAsync(new WaitRequest { Prompt = true })).ShouldBe(new WaitOutcome.Held("prompt"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_text_that_is_printed_later_is_seen()
    {
        var gate = Path.Combine(_sandbox.Root, "gate");
        await TypeAsync($"until [ -e {gate} ]; do sleep 0.02; done; echo all do''ne now");
        var wait = WaitAsync(new WaitRequest { Text = "^all done" });
        await EverybodyLooksAsync();

        await File.WriteAllTextAsync(gate, "");

        (await wait).ShouldBe(new WaitOutcome.Held("text"));
    }

    [Fact]
    public async Task The_echo_of_what_was_typed_never_counts()
    {
        await TypeAsync("sleep 600 # SECRET-WORD");
        await SeesAsync("SECRET-WORD");

        (await WaitAsync(new WaitRequest { Text = "SECRET-WORD", TimeoutMs = 500 })).ShouldBe(new WaitOutcome.TimedOut());
        (await WaitAsync(new WaitRequest { Text = "SECRET-WORD", Anywhere = true })).ShouldBe(new WaitOutcome.Held("text"));
    }

    [Fact]
    public async Task A_line_that_is_typed_and_not_entered_does_not_count()
    {
        await TmuxAsync("send-keys", "-t", _pane.Pane.ToString(), "-l", "echo TYPED");
        await SeesAsync("TYPED");

        (await WaitAsync(new WaitRequest { Text = "TYPED", TimeoutMs = 500 })).ShouldBe(new WaitOutcome.TimedOut());
        var wait = WaitAsync(new WaitRequest { Text = "^TYPED$" });
        await EverybodyLooksAsync();
        await TmuxAsync("send-keys", "-t", _pane.Pane.ToString(), "Enter");

        (await wait).ShouldBe(new WaitOutcome.Held("text"));
    }

    [Theory]
    [InlineData("seq 1 5000; echo LA''ST; sleep 600")]
    [InlineData("clear; echo LA''ST; sleep 600")]
    [InlineData("printf '\\033[5;5HLA''ST'; sleep 600")]
    [InlineData("printf '\\033[?1049h\\033[2J\\033[HLA''ST'; sleep 600")]
    public async Task A_text_is_found_wherever_the_program_puts_it(string command)
    {
        await TypeAsync("seq 1 40");
        await SeesAsync("40");
        var wait = WaitAsync(new WaitRequest { Text = "LAST", TimeoutMs = 60_000 });
        await EverybodyLooksAsync();

        await TypeAsync(command);

        (await wait).ShouldBe(new WaitOutcome.Held("text"));
    }

    [Fact]
    public async Task A_text_is_found_where_no_history_is_kept()
    {
        await TmuxAsync("set-option", "-g", "history-limit", "0");
        var pane = new PaneAddress(Server, Id(await TmuxAsync("new-window", "-d", "-P", "-F", "#{pane_id}", "-t", "user:", "sh", "-c", "seq 1 50; sleep 1; echo LATE; exec tail -f /dev/null")));

        (await WaitAsync(new WaitRequest { Text = "^LATE" }, pane)).ShouldBe(new WaitOutcome.Held("text"));
    }

    [Fact]
    public async Task A_screen_that_stays_is_quiet_and_a_prompt_holds_at_once()
    {
        (await WaitAsync(new WaitRequest { QuietMs = 200 })).ShouldBe(new WaitOutcome.Held("quiet"));
        (await WaitAsync(new WaitRequest { Prompt = true, Text = "never" })).ShouldBe(new WaitOutcome.Held("prompt"));

        await TypeAsync("while :; do date +%N; sleep 0.01; done");
        (await WaitAsync(new WaitRequest { QuietMs = 400, TimeoutMs = 1500 })).ShouldBe(new WaitOutcome.TimedOut());
        (await WaitAsync(new WaitRequest { Prompt = true, TimeoutMs = 100 })).ShouldBe(new WaitOutcome.TimedOut());
    }

    [Fact]
    public async Task The_program_in_the_foreground_is_waited_for_by_its_name()
    {
        var wait = WaitAsync(new WaitRequest { Command = "tail" });

        await TypeAsync("tail -f /dev/null");

        (await wait).ShouldBe(new WaitOutcome.Held("command"));
    }

    [Fact]
    public async Task The_end_of_a_pane_is_told_and_ends_what_cannot_hold_any_more()
    {
        var pane = new PaneAddress(Server, Id(await TmuxAsync("new-window", "-d", "-P", "-F", "#{pane_id}", "-t", "user:", "tail", "-f", "/dev/null")));
        var exit = WaitAsync(new WaitRequest { Exit = true }, pane);
        var text = WaitAsync(new WaitRequest { Text = "never" }, pane);
        await EverybodyLooksAsync();

        await TmuxAsync("kill-pane", "-t", pane.Pane.ToString());

        (await exit).ShouldBe(new WaitOutcome.Held("exit"));
        (await text).ShouldBe(new WaitOutcome.Gone());
        (await WaitAsync(new WaitRequest { Exit = true }, pane)).ShouldBe(new WaitOutcome.UnknownPane());
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_is_said()
    {
        var wait = WaitAsync(new WaitRequest { Text = "never" });
        await EverybodyLooksAsync();

        _sandbox.KillHard(_sandbox.Server(Server.Value));

        (await wait).ShouldBeOfType<WaitOutcome.NotKnown>();
    }

    [Fact]
    public async Task Many_wait_and_each_is_told_its_own()
    {
        const int count = 60;
        var gate = Path.Combine(_sandbox.Root, "gate");
        var panes = new List<PaneAddress>();
        for (var number = 0; number < count; number++)
        {
            var program = $"until [ -e {gate} ]; do sleep 0.1; done; echo IT-IS-{number}-; exec tail -f /dev/null";
            panes.Add(new PaneAddress(Server, Id(await TmuxAsync("new-window", "-d", "-P", "-F", "#{pane_id}", "-t", "user:", "sh", "-c", program))));
        }

        var waits = panes.Select((pane, number) => WaitAsync(new WaitRequest { Text = $"IT-IS-{number}-" }, pane)).ToArray();
        var other = WaitAsync(new WaitRequest { Text = "IT-IS-3-", TimeoutMs = 5000 }, panes[4]);
        await EverybodyLooksAsync();
        await File.WriteAllTextAsync(gate, "");

        (await Task.WhenAll(waits)).ShouldAllBe(outcome => outcome == new WaitOutcome.Held("text"));
        (await other).ShouldBe(new WaitOutcome.TimedOut());
    }

    [Fact]
    public async Task What_cannot_be_waited_for_is_said()
    {
        (await WaitAsync(new WaitRequest())).ShouldBeOfType<WaitOutcome.NotKnown>();
        (await WaitAsync(new WaitRequest { Text = "(a)\\1" })).ShouldBeOfType<WaitOutcome.NotKnown>().Reason.ShouldContain("backtracking");
        (await WaitAsync(new WaitRequest { Text = "(" })).ShouldBeOfType<WaitOutcome.NotKnown>().Reason.ShouldContain("cannot be read");
        (await WaitAsync(new WaitRequest { Exit = true }, new PaneAddress(new ServerName("nobody"), new(0)))).ShouldBeOfType<WaitOutcome.NotKnown>();
    }

    private static PaneId Id(string text) => PaneId.TryParse(text, out var id) ? id : throw new InvalidOperationException($"no pane: {text}");

    private Task<WaitOutcome> WaitAsync(WaitRequest request, PaneAddress? pane = null) =>
        _host.Plane.WaitAsync(pane ?? _pane, request, CancellationToken.None).WaitAsync(Eventually.DefaultLimit);

    // The waiters of a server are looked at together: when one that came later has seen a quiet screen, those before it have their mark.
    private async Task EverybodyLooksAsync() =>
        (await WaitAsync(new WaitRequest { QuietMs = 50 })).ShouldBe(new WaitOutcome.Held("quiet"));

    private Task<string> TmuxAsync(params string[] command) => _sandbox.TmuxAsync(Server.Value, command);

    private async Task TypeAsync(string line)
    {
        await TmuxAsync("send-keys", "-t", _pane.Pane.ToString(), "-l", line);
        await TmuxAsync("send-keys", "-t", _pane.Pane.ToString(), "Enter");
    }

    private Task SeesAsync(string text) => Eventually.TrueAsync(
        async () => (await TmuxAsync("capture-pane", "-p", "-t", _pane.Pane.ToString())).Contains(text, StringComparison.Ordinal), $"{text} stands there");
}
