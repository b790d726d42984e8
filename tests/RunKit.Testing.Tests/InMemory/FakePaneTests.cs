using RunKit.ControlPlane;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.InMemory;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.Testing.Tests.InMemory;

/// <summary>A user of RunKit.Testing tests what types into panes, with no tmux at all.</summary>
public sealed class FakePaneTests : IAsyncLifetime
{
    private static readonly ServerName A = new("a");

    private FakeTmux _tmux = null!;
    private PlaneHost _plane = null!;
    private FakeTmuxPane _pane = null!;

    private PaneAddress Address => new(A, _pane.Id);

    public async Task InitializeAsync()
    {
        _tmux = new FakeTmux();
        _plane = await PlaneHost.StartAsync(_tmux);
        _pane = _tmux.Start("a").Session("main").Window.Pane;
        await _plane.ConnectsAsync("a");
    }

    public async Task DisposeAsync()
    {
        await _plane.DisposeAsync();
        await _tmux.DisposeAsync();
    }

    [Fact]
    public async Task A_shell_shows_what_is_typed_and_what_it_prints()
    {
        _pane.Program = FakeProgram.Shell(command => command == "date" ? "Monday" : null);

        (await SendAsync(new SendRequest("date") { IfPrompt = true, IfCommand = ["bash"] })).ShouldBe(new SendOutcome.Delivered(SendEvidence.Seen));

        _pane.Rows.ShouldBe(["$ date", "Monday", "$ "]);
        var capture = (await _plane.Plane.CaptureAsync(Address, CaptureOptions.Everything, CancellationToken.None)).ShouldBeOfType<CaptureOutcome.Captured>().Capture;
        capture.Screen.Take(3).Select(row => row.Text).ShouldBe(["$ date", "Monday", "$"]);
        capture.Cursor.ShouldBe(new CursorView(2, 2, true));
    }

    [Fact]
    public async Task A_password_is_read_and_never_shown()
    {
        var entered = "";
        _pane.Program = FakeProgram.Password("Password: ", text => entered = text);

        (await SendAsync(new SendRequest("hunter2"))).ShouldBe(new SendOutcome.Delivered(SendEvidence.Read));

        entered.ShouldBe("hunter2");
        _pane.Rows.ShouldAllBe(row => !row.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_screen_program_that_takes_an_early_enter_for_a_part_of_the_paste_gets_its_line()
    {
        var lines = new List<string>();
        _pane.Program = FakeProgram.FullScreen(TimeSpan.FromMilliseconds(100), TimeProvider.System, lines.Add);

        (await SendAsync(new SendRequest("a question"))).ShouldBeOfType<SendOutcome.Delivered>();

        lines.ShouldBe(["a question"]);
    }

    [Fact]
    public async Task What_is_not_read_is_staged_and_a_dead_pane_refuses_and_crashes_nothing()
    {
        _pane.Program = FakeProgram.Deaf();
        (await SendAsync(new SendRequest("x"))).ShouldBeOfType<SendOutcome.Staged>().Reason.ShouldContain("2 bytes wait");

        _pane.Exit(3);
        (await SendAsync(new SendRequest("x"))).ShouldBeOfType<SendOutcome.Refused>().Reason.ShouldContain("dead");
        var capture = (await _plane.Plane.CaptureAsync(Address, CaptureOptions.Default, CancellationToken.None)).ShouldBeOfType<CaptureOutcome.Captured>().Capture;
        (capture.Dead, capture.ExitStatus).ShouldBe((true, 3));

        _tmux.Server("a").Run("set-buffer", "-b", "mine", "x");
        _tmux.Server("a").Run("paste-buffer", "-b", "mine", "-t", _pane.Id.ToString());
        await Eventually.TrueAsync(() => !_tmux.Server("a").IsAlive, "tmux 3.3a has crashed, as the real one does");
    }

    [Fact]
    public async Task What_scrolls_out_is_its_history_and_keys_are_typed_too()
    {
        _pane.Program = FakeProgram.Shell(command => string.Join('\n', Enumerable.Range(0, 50)));
        (await _plane.Plane.KeysAsync(Address, new KeysRequest(["x", "Enter"]), CancellationToken.None)).ShouldBeOfType<SendOutcome.Delivered>();

        var capture = (await _plane.Plane.CaptureAsync(Address, new CaptureOptions(5), CancellationToken.None)).ShouldBeOfType<CaptureOutcome.Captured>().Capture;

        capture.HistorySize.ShouldBe(52 - 24);
        capture.History.Select(row => row.Text).ShouldBe(["22", "23", "24", "25", "26"]);
        capture.Screen[^1].Text.ShouldBe("$");
    }

    [Fact]
    public async Task What_is_waited_for_is_told_and_the_echo_of_what_was_typed_is_not()
    {
        _pane.Program = FakeProgram.Shell(command => command == "make" ? "all done" : null);
        (await WaitAsync(new WaitRequest { Prompt = true, Text = "never" })).ShouldBe(new WaitOutcome.Held("prompt"));
        var wait = WaitAsync(new WaitRequest { Text = "^all done$" });
        (await WaitAsync(new WaitRequest { QuietMs = 50 })).ShouldBe(new WaitOutcome.Held("quiet"));

        (await SendAsync(new SendRequest("make"))).ShouldBeOfType<SendOutcome.Delivered>();

        (await wait).ShouldBe(new WaitOutcome.Held("text"));
        (await WaitAsync(new WaitRequest { Text = "all done", TimeoutMs = 100 })).ShouldBe(new WaitOutcome.TimedOut());
        (await WaitAsync(new WaitRequest { Command = "bash" })).ShouldBe(new WaitOutcome.Held("command"));
        _pane.Exit(3);
        (await WaitAsync(new WaitRequest { Exit = true })).ShouldBe(new WaitOutcome.Held("exit"));
    }

    [Fact]
    public async Task The_end_of_a_program_is_an_event_with_its_status()
    {
        _pane.Exit(3);

        await Eventually.TrueAsync(() => _plane.EventsOf<Tmux.State.PaneExited>("a") is [{ ExitStatus: 3 }], "it is told");
    }

    private Task<WaitOutcome> WaitAsync(WaitRequest request) => _plane.Plane.WaitAsync(Address, request.TimeoutMs is null ? request with { TimeoutMs = 10000 } : request, CancellationToken.None);

    private Task<SendOutcome> SendAsync(SendRequest request) => _plane.Plane.SendAsync(Address, request, CancellationToken.None);
}
