using System.Globalization;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Linux.Terminals;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Linux.Tests.Terminals;

public sealed class PaneTerminalsTests : BenchTests
{
    private readonly PaneTerminals _terminals = new();

    [Fact]
    public async Task A_terminal_is_one_claimers_at_a_time_and_one_that_is_none_keeps_nobody_out()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", "user", "tail", "-f", "/dev/null");
        var tty = await sandbox.TmuxAsync("a", "display-message", "-p", "-t", "user:", "#{pane_tty}");

        using (_terminals.TryClaim(tty).ShouldNotBeNull())
        {
            _terminals.TryClaim(tty).ShouldBeNull();
        }

        using var again = _terminals.TryClaim(tty).ShouldNotBeNull();
        _terminals.TryClaim("/no/such/terminal").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_shell_at_its_prompt_is_told_from_one_that_runs_a_command()
    {
        var pane = await PaneAsync("bash", "--norc", "--noprofile");

        await pane.BecomesAsync(terminal => terminal.IsAtPrompt, "bash is at its prompt");
        await Sandbox.TmuxAsync("a", "send-keys", "-t", pane.Id, "tail -f /dev/null", "Enter");

        await pane.BecomesAsync(terminal => terminal is { IsAtPrompt: false, Foreground.Name: "tail", ReadsLines: true, Echoes: true }, "tail runs");
    }

    [Fact]
    public async Task What_is_typed_and_not_read_is_counted()
    {
        var pane = await PaneAsync("tail", "-f", "/dev/null");

        await Sandbox.TmuxAsync("a", "send-keys", "-t", pane.Id, "elevenchars", "Enter");

        await pane.BecomesAsync(terminal => terminal.Unread == 12, "eleven letters and Enter wait");
    }

    [Fact]
    public async Task A_password_prompt_and_a_raw_terminal_are_told()
    {
        var password = await PaneAsync("bash", "-c", "read -s -r x");
        var raw = await PaneAsync("bash", "-c", "stty raw -echo; exec tail -f /dev/null");

        await password.BecomesAsync(terminal => terminal is { IsPassword: true, Foreground.Name: "bash" }, "it asks for a password");
        await raw.BecomesAsync(terminal => terminal is { ReadsLines: false, Echoes: false, Foreground.Name: "tail" }, "it is raw");
    }

    [Fact]
    public async Task A_shell_that_runs_a_script_is_not_at_a_prompt()
    {
        var pane = await PaneAsync("sh", "-c", "tail -f /dev/null; true");

        await pane.BecomesAsync(terminal => terminal.Foreground is { HasCompany: true }, "its child runs");
        pane.Read()!.IsAtPrompt.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/pts/99999")]
    [InlineData("/etc/passwd")]
    public void What_is_no_terminal_cannot_be_looked_at(string path) => _terminals.Read(path, Environment.ProcessId).ShouldBeNull();

    private async Task<Pane> PaneAsync(params string[] program)
    {
        if (!Sandbox.IsAlive("a"))
        {
            await Bench.StartAsync("a");
        }

        var words = (await Sandbox.TmuxAsync("a", ["new-window", "-d", "-P", "-F", "#{pane_id} #{pane_tty} #{pane_pid}", .. program])).Trim().Split(' ');
        return new Pane(_terminals, words[0], words[1], int.Parse(words[2], CultureInfo.InvariantCulture));
    }

    private sealed record Pane(PaneTerminals Terminals, string Id, string Tty, int Pid)
    {
        public PaneTerminal? Read() => Terminals.Read(Tty, Pid);

        public Task BecomesAsync(Func<PaneTerminal, bool> state, string what) => Eventually.TrueAsync(() => Read() is { } terminal && state(terminal), what);
    }
}
