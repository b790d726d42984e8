using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Processes.Tests.Recording;

/// <summary>
/// What is recorded, by name. Each begins with a server <c>a</c> that has one session <c>user</c> with one window <c>main</c>, and ends with
/// all that one client said.
/// </summary>
internal static class Scenarios
{
    private const string Server = "a";

    private static readonly DialScript Script = new(AnchorNames.Default, "n0nce");

    public static IReadOnlyDictionary<string, Func<Bench, Task<byte[]>>> All { get; } = new SortedDictionary<string, Func<Bench, Task<byte[]>>>
    {
        ["dial-makes-the-anchor"] = bench => DialAsync(bench, 1),
        ["dial-joins-the-anchor"] = bench => DialAsync(bench, 2),
        ["dial-amid-hooks"] = DialAmidHooksAsync,
        ["dial-to-a-released-server"] = bench => DialReleasedAsync(bench, reguard: false),
        ["dial-takes-back-a-release"] = bench => DialReleasedAsync(bench, reguard: true),
        ["storm-of-sessions"] = StormAsync,
        ["windows-of-its-own-session"] = OwnSessionAsync,
        ["hooks-that-print"] = HooksAsync,
        ["parse-errors"] = ParseErrorsAsync,
        ["run-shell-and-nested-commands"] = NestedAsync,
        ["kill-server-while-attached"] = KillServerAsync,
        ["killed-hard-while-attached"] = KillHardAsync,
        ["messages-and-buffers"] = MessagesAsync,
        ["output-with-escapes"] = OutputAsync,
        ["output-paused"] = PausedOutputAsync,
        ["subscriptions"] = SubscriptionsAsync,
        ["pipelined-names"] = PipelinedAsync,
    };

    private static async Task<byte[]> DialAsync(Bench bench, int times)
    {
        await bench.Sandbox.TmuxAsync(Server, "rename-session", "-t", "user", "main");
        byte[] last = [];
        for (var dial = 0; dial < times; dial++)
        {
            last = await DialAsync(bench, GuardPolicy.Floor);
        }

        return last;
    }

    private static async Task<byte[]> DialAmidHooksAsync(Bench bench)
    {
        (string Hook, string Command)[] hooks =
        [
            ("after-new-session", "display-message -p anew"),
            ("after-set-option", "display-message -p 'R is set'"),
            ("after-display-message", "kill-window -t nowhere"),
            ("after-list-buffers", "display-message -p 'hook says hi'"),
            ("session-created", "display-message -p 'notify hook'"),
        ];
        foreach (var (hook, command) in hooks)
        {
            await bench.Sandbox.TmuxAsync(Server, "set-hook", "-g", hook, command);
        }

        return await DialAsync(bench, GuardPolicy.Observe);
    }

    // Marked as released by hand, so that the anchor is still there.
    private static async Task<byte[]> DialReleasedAsync(Bench bench, bool reguard)
    {
        await DialAsync(bench, GuardPolicy.Floor);
        await bench.Sandbox.TmuxAsync(Server, "set-option", "-s", DialScript.GuardOption, "none");
        if (reguard)
        {
            return await DialAsync(bench, GuardPolicy.Floor, reguard);
        }

        await using var client = await RecordedClient.StartAsync(bench, Server, Script.Commands(GuardPolicy.Floor, reguard));
        return await client.EndAsync();
    }

    private static async Task<byte[]> DialAsync(Bench bench, GuardPolicy guard, bool reguard = false)
    {
        await using var client = await RecordedClient.StartAsync(bench, Server, Script.Commands(guard, reguard));
        await client.SaysAsync("%session-changed ");
        await client.SaysAsync("rk-n0nce-end\n%end ");
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> StormAsync(Bench bench)
    {
        await using var client = await RecordedClient.AnchoredAsync(bench, Server);
        string[][] commands =
        [
            ["new-session", "-d", "-s", "work space", "-n", "first", "tail", "-f", "/dev/null"],
            ["rename-session", "-t", "work space", "100% my work"],
            ["new-window", "-d", "-t", "user:3", "-n", "log files", "tail", "-f", "/dev/null"],
            ["rename-window", "-t", "user:3", "%window-close @1"],
            ["select-window", "-t", "user:3"],
            ["split-window", "-t", "user:3", "tail", "-f", "/dev/null"],
            ["kill-pane", "-t", "user:3.1"],
            ["link-window", "-s", "user:3", "-t", "100% my work:7"],
            ["move-window", "-s", "user:3", "-t", "user:9"],
            ["swap-window", "-d", "-s", "user:0", "-t", "100% my work:0"],
            ["unlink-window", "-t", "100% my work:7"],
            ["kill-window", "-t", "user:9"],
            ["kill-session", "-t", "100% my work"],
        ];
        foreach (var command in commands)
        {
            await bench.Sandbox.TmuxAsync(Server, command);
        }

        await using (var other = await RecordedClient.OfUsersSessionAsync(bench, Server, "no-output"))
        {
            await other.LeaveAsync();
        }

        await client.SettleAsync();
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> OwnSessionAsync(Bench bench)
    {
        await using var client = await RecordedClient.OfUsersSessionAsync(bench, Server, "no-output,ignore-size");
        string[] lines =
        [
            "split-window -h -t user:0 'tail -f /dev/null'",
            "split-window -v -t user:0 'tail -f /dev/null'",
            "resize-pane -t user:0.1 -y 5",
            "select-layout -t user:0 tiled",
            "resize-pane -Z -t user:0.2",
            "resize-pane -Z -t user:0.2",
            "copy-mode -t user:0.0",
            "send-keys -X -t user:0.0 cancel",
            "swap-pane -s user:0.0 -t user:0.1",
            "new-window -t user:5 -n 'two words' 'tail -f /dev/null'",
            "rename-window -t user:5 'three  more words '",
            "kill-window -t user:5",
            "kill-pane -t user:0.2",
            "kill-pane -t user:0.1",
            "rename-session -t user 'my session'",
        ];
        foreach (var line in lines)
        {
            await client.SettleAsync(line);
        }

        await client.SettleAsync();
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> HooksAsync(Bench bench)
    {
        await bench.Sandbox.TmuxAsync(Server, "set-hook", "-g", "after-rename-window", "display-message -p '%%exit says an after-hook'");
        await bench.Sandbox.TmuxAsync(Server, "set-hook", "-g", "window-renamed", "display-message -p 'a notify hook says hi'");
        await bench.Sandbox.TmuxAsync(Server, "set-hook", "-ga", "window-renamed", "kill-session -t nowhere");
        await using var client = await RecordedClient.AnchoredAsync(bench, Server);
        await client.SettleAsync("rename-window -t user:0 one", "rename-window -t user:0 two", "rename-window -t nowhere:0 three");
        await client.SettleAsync();
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> ParseErrorsAsync(Bench bench)
    {
        await using var client = await RecordedClient.AnchoredAsync(bench, Server);
        await client.SettleAsync(
            "bogus-command",
            "list-sessions --nothing",
            "# a comment",
            "A=b",
            "   ",
            "display-message -p one ; bogus-command",
            "display-message -p one ; kill-session -t nowhere ; display-message -p never",
            "display-message -p 'never closed",
            "if-shell -F 1 {",
            "}",
            "list-sessions -F '%end 1 2 1'",
            "display-message -p ''");
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> NestedAsync(Bench bench)
    {
        await using var client = await RecordedClient.AnchoredAsync(bench, Server);
        await client.SettleAsync(
            "run-shell 'echo a line of the shell; echo %%exit'",
            "run-shell -C 'display-message -p nested'",
            "if-shell -F 1 'display-message -p one ; display-message -p two'",
            "if-shell -F 1 'bogus-command'",
            "source-file /nonexistent",
            "set-option -s command-alias[100] 'both=display-message -p 1 ; display-message -p 2'");
        await client.SettleAsync("both");
        await client.SettleAsync();
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> KillServerAsync(Bench bench)
    {
        await using var client = await RecordedClient.AnchoredAsync(bench, Server);
        await bench.Sandbox.TmuxAsync(Server, "kill-server");
        return await client.EndAsync();
    }

    private static async Task<byte[]> KillHardAsync(Bench bench)
    {
        await using var client = await RecordedClient.AnchoredAsync(bench, Server);
        await client.SettleAsync();
        bench.Sandbox.KillHard(bench.Sandbox.Server(Server));
        return await client.EndAsync();
    }

    private static async Task<byte[]> MessagesAsync(Bench bench)
    {
        await using var client = await RecordedClient.AnchoredAsync(bench, Server);
        await client.SettleAsync(
            "display-message 'a message'",
            "set-buffer -b 'my buffer' \"%end 1 2 1\\012%exit\\012\\033 100%\"",
            "show-buffer -b 'my buffer'",
            "delete-buffer -b 'my buffer'");
        await client.SettleAsync();
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> OutputAsync(Bench bench)
    {
        await using var client = await RecordedClient.OfUsersSessionAsync(bench, Server, "ignore-size");
        string[] programs =
        [
            """printf 'a\tb\\c\033[1mé 日本\n%%exit\n%%end 1 2 1\n\303'; tail -f /dev/null""",
            """i=0; while [ $i -lt 3000 ]; do printf 'é%d' $i; i=$((i+1)); done; printf done; tail -f /dev/null""",
        ];
        await client.SettleAsync(programs.Select(program => new TmuxCommand("new-window", "-t", "user:", "-n", "out", program).ToLine()));
        await client.SaysAsync("2999done");
        await client.SettleAsync();
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> PausedOutputAsync(Bench bench)
    {
        await using var client = await RecordedClient.OfUsersSessionAsync(bench, Server, "ignore-size,pause-after=5");
        await client.SettleAsync("new-window -t user: -n out 'printf \"one : two\\n\"; read line; printf three; tail -f /dev/null'");
        await client.SaysAsync("one : two");
        await client.SettleAsync("refresh-client -A '%1:pause'", "send-keys -t user:out Enter");
        await client.SettleAsync("refresh-client -A '%1:continue'");
        await client.SettleAsync();
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> SubscriptionsAsync(Bench bench)
    {
        await using var client = await RecordedClient.OfUsersSessionAsync(bench, Server, "no-output,ignore-size");
        await client.SettleAsync(
            "refresh-client -B 'a pane:%*:x : #{pane_id}'",
            "refresh-client -B 'a window:@*:#{window_name}'",
            "refresh-client -B \"the session::#{session_name}\\012and a second line\"");
        await client.SaysAsync("%subscription-changed a pane");
        await client.SaysAsync("%subscription-changed a window");
        await client.SaysAsync("and a second line");
        await client.SettleAsync();
        return await client.LeaveAsync();
    }

    private static async Task<byte[]> PipelinedAsync(Bench bench)
    {
        await using var client = await RecordedClient.AnchoredAsync(bench, Server);
        string[] names = ["two words", "100%", "%end 1 2 1", "two\nlines", "a\tb", "\"quoted\" 'twice'", "#{pid}", "~ $HOME", "é日本", "a;b", "{", " "];
        var lines = Enumerable.Range(0, 5).SelectMany(_ => names).SelectMany(name => new[]
        {
            new TmuxCommand("rename-window", "-t", "user:0", name).ToLine(),
            "list-windows -t user -F 'R #{window_name}'",
            new TmuxCommand("set-buffer", "-b", "pipelined", name).ToLine(),
            "show-buffer -b pipelined",
        });
        await client.SettleAsync(lines);
        await client.SettleAsync();
        return await client.LeaveAsync();
    }
}
