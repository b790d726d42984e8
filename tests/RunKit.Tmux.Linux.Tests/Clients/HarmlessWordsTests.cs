using System.Text;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;

namespace RunKit.Tmux.Linux.Tests.Clients;

/// <summary>Every command that there is, with whatever a caller may say, on a real server. Seeds are fixed: a failure happens again.</summary>
public sealed class HarmlessWordsTests : IAsyncLifetime
{
    private const int Texts = 60;
    private const int OwnCommands = 400;

    // A program that nobody else runs, and that stays to be found where a word of a caller's was executed.
    private const string Executed = "sleep 98765";

    private static readonly TmuxRunOptions Options = TmuxRunOptions.Default with { Deadline = TimeSpan.FromSeconds(60) };

    private static readonly string[] Pieces =
    [
        $"#({Executed})", $"$({Executed})", $"`{Executed}`", $";{Executed};", "#{pid}", "#{E:status-left}", "#(", "#[", "#", "##", ";", "\\", "-", "--", "'", "\"", "$", "$HOME",
        "%", "%H", "\n", "\r", "~", "{", "}", "=", ":", ".", " ", "a", "é", "日",
    ];

    private readonly TmuxSandbox _sandbox = new();
    private readonly SocketTmuxClient _client = new(TimeProvider.System);
    private ProcessIdentity? _server;

    public async Task InitializeAsync()
    {
        _server = await _sandbox.StartAsync("a", "user", "-x", "80", "-y", "24", "tail", "-f", "/dev/null");

        // A program that cannot be run is no reason for its pane to go.
        await _sandbox.TmuxAsync("a", "set-option", "-g", "remain-on-exit", "on");
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Nothing_in_a_word_of_a_caller_is_ever_expanded_or_executed()
    {
        for (var seed = 0; seed < Texts; seed++)
        {
            var random = new Random(seed);
            var text = Text(random);
            foreach (var line in Lines(text, Text(random)))
            {
                var result = await RunAsync(line);
                result.ShouldBeOfType<TmuxResult.Exited>($"seed {seed}: {line}: {result}");
                Sleepers().ShouldBeEmpty($"seed {seed}: {line}");
            }

            await ComesBackAsync(text, seed);
            await RunAsync(TmuxCommandLine.Exec(["kill-session", "-a", "-t", "$0:", ";", "kill-window", "-a", "-t", "@0", ";", "kill-pane", "-a", "-t", "%0"]));
        }

        _sandbox.Server("a").ShouldBe(_server);
    }

    [Fact]
    public async Task A_server_answers_whatever_words_it_gets_and_lives()
    {
        string[] names = ["list-panes", "list-sessions", "display-message", "set-option", "show-options", "set-buffer", "no-such-command", "{", "}", "a=b", ";", "%if", "#", ""];
        for (var seed = 0; seed < OwnCommands; seed++)
        {
            var random = new Random(seed);
            string[] words = [.. Enumerable.Range(0, random.Next(1, 8)).Select(i => i == 0 || random.Next(4) == 0 ? names[random.Next(names.Length)] : Text(random).Replace("#(", "#", StringComparison.Ordinal))];
            if (TmuxCommandLine.Problem([.. words]) is null)
            {
                (await RunAsync(TmuxCommandLine.Exec([.. words]))).ShouldBeOfType<TmuxResult.Exited>($"seed {seed}: {string.Join('|', words)}");
            }
        }

        _sandbox.Server("a").ShouldBe(_server);
        Encoding.UTF8.GetString((await RunAsync(TmuxCommands.ListSessions("x"))).ShouldBeOfType<TmuxResult.Exited>().Output.Span).ShouldBe("x\n");
    }

    private static IEnumerable<TmuxCommandLine> Lines(string text, string other)
    {
        SessionId session = new(0);
        WindowId window = new(0);
        PaneId pane = new(0);
        return
        [
            TmuxCommands.NewSession(text, other, text, "tail", "-f", text), TmuxCommands.NewSession(null, null, null, text), TmuxCommands.NewWindow(session, text, other, text),
            TmuxCommands.NewWindow(session, other, text, text, other), TmuxCommands.SplitWindow(pane, sideBySide: true, text, other), TmuxCommands.RenameSession(session, text),
            TmuxCommands.RenameWindow(window, text), TmuxCommands.SetPaneTitle(pane, text), TmuxCommands.SelectLayout(window, $"b25d,{text}"), TmuxCommands.SendText(pane, text),
            TmuxCommands.SendKeys(pane, text, other), TmuxCommands.SetBuffer(text, other), TmuxCommands.ShowBuffer(text), TmuxCommands.DeleteBuffer(text),
            TmuxCommands.SetOption(new OptionScope.Server(), "@x", text), TmuxCommands.SetOption(new OptionScope.Window(window), text, other),
            TmuxCommands.ShowOption(new OptionScope.Session(session), text), TmuxCommands.UnsetOption(new OptionScope.Pane(pane), text), TmuxCommands.Signal(text),
            TmuxCommands.RespawnPane(pane, text, text), TmuxCommands.RespawnPane(pane, text, text, other), TmuxCommands.RespawnPane(pane, null, "tail", "-f", "/dev/null"),
        ];
    }

    // Options and buffers keep every byte; in names tmux itself escapes what cannot be printed, backslashes and dollars.
    private async Task ComesBackAsync(string text, int seed)
    {
        await RunAsync(TmuxCommandLine.Join(TmuxCommands.SetOption(new OptionScope.Server(), "@x", text), TmuxCommands.SetBuffer("b", $"{text}.")));
        (await OutputAsync(TmuxCommands.ShowOption(new OptionScope.Server(), "@x"))).ShouldBe($"{text}\n", $"seed {seed}");
        (await OutputAsync(TmuxCommands.ShowBuffer("b"))).ShouldBe($"{text}.", $"seed {seed}");
        if (!text.Any(c => char.IsControl(c) || c is '\\' or '$'))
        {
            await RunAsync(TmuxCommandLine.Join(TmuxCommands.RenameWindow(new WindowId(0), text), TmuxCommands.SetPaneTitle(new PaneId(0), text)));
            (await OutputAsync(TmuxCommands.DisplayMessage(new PaneId(0), "#{window_name}|#{pane_title}"))).ShouldBe($"{text}|{text}\n", $"seed {seed}");
        }
    }

    private async Task<string> OutputAsync(TmuxCommandLine line) =>
        Encoding.UTF8.GetString((await RunAsync(line)).ShouldBeOfType<TmuxResult.Exited>($"{line}").Output.Span);

    private Task<TmuxResult> RunAsync(TmuxCommandLine line) =>
        _client.RunAsync(new TmuxServerAddress(_sandbox.Socket("a"), _server), line, Options, CancellationToken.None);

    // What a server executes is its child before it answers.
    private static string[] Sleepers() =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(directory => int.TryParse(Path.GetFileName(directory), out _)).Select(CommandLine)
            .Where(line => line == Executed.Replace(' ', '\0') + "\0" || line == $"sh\0-c\0{Executed}\0"),
    ];

    private static string CommandLine(string directory)
    {
        try
        {
            return File.ReadAllText($"{directory}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            return "";
        }
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
