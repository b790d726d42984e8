using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Tests.Spawning;

/// <summary>What every <see cref="IOneShotTmux"/> does, whatever library it stands on.</summary>
public abstract class OneShotTmuxContract : BenchTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Output_and_status_come_back()
    {
        await Bench.StartAsync("a");
        (await RunAsync("a", new TmuxCommand("list-sessions", "-F", "#{session_name} é")))
            .ShouldBe(new OneShotResult.Exited(0, "user é\n", ""));
    }

    [Fact]
    public async Task A_refusal_comes_back_in_tmuxs_words()
    {
        await Bench.StartAsync("a");
        var exited = (await RunAsync("a", new TmuxCommand("kill-session", "-t", "=none"))).ShouldBeOfType<OneShotResult.Exited>();
        exited.Status.ShouldBe(1);
        exited.Output.ShouldBeEmpty();
        exited.Error.ShouldBe("can't find session: none\n");
    }

    [Fact]
    public async Task Several_commands_are_one_process()
    {
        await Bench.StartAsync("a");
        var arguments = TmuxArguments.Join(
            Sandbox.Socket("a"), new TmuxCommand("set-option", "-s", "@x", "ends with;"), new TmuxCommand("show-options", "-sv", "@x"));
        (await Create().RunAsync(arguments, null, Ample, CancellationToken.None)).ShouldBe(new OneShotResult.Exited(0, "ends with;\n", ""));
        Bench.Spawned.ShouldBe([arguments]);
    }

    [Fact]
    public async Task Every_word_arrives_as_it_was_given()
    {
        await Bench.StartAsync("a");
        foreach (var word in Hostile.Words)
        {
            var arguments = TmuxArguments.Join(
                Sandbox.Socket("a"), new TmuxCommand("set-option", "-s", "@x", word), new TmuxCommand("show-options", "-sv", "@x"));
            (await Create().RunAsync(arguments, null, Ample, CancellationToken.None)).ShouldBe(new OneShotResult.Exited(0, word + "\n", ""), word);
        }
    }

    [Fact]
    public async Task A_command_that_could_start_a_server_starts_none()
    {
        foreach (var command in new[] { new TmuxCommand("new-session", "-d"), new TmuxCommand("start-server"), new TmuxCommand("list-keys") })
        {
            var exited = (await RunAsync("none", command)).ShouldBeOfType<OneShotResult.Exited>();
            exited.Status.ShouldBe(1);
            exited.Error.ShouldStartWith("error connecting to ");
        }

        Directory.EnumerateFileSystemEntries(Sandbox.SocketDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task Its_argument_vector_says_N_before_anything_else()
    {
        await Bench.StartAsync("a");
        var tmux = Sandbox.MakeLoggingTmux();
        await Create().RunAsync(
            TmuxArguments.Join(Sandbox.Socket("a"), new TmuxCommand("list-sessions")), tmux.Program, Ample, CancellationToken.None);
        tmux.Calls().ShouldHaveSingleItem().ShouldStartWith($"-N -u -S {Sandbox.Socket("a")} list-sessions");
    }

    [Fact]
    public async Task A_stopped_server_is_given_up_in_time_and_the_process_ends()
    {
        var server = await Bench.StartAsync("a");
        Sandbox.Stop(server);
        (await RunAsync("a", new TmuxCommand("list-sessions"), TimeSpan.FromMilliseconds(200))).ShouldBeOfType<OneShotResult.TimedOut>();
        await Eventually.TrueAsync(() => !Processes(), "the tmux process has ended");
    }

    [Fact]
    public async Task Cancelling_ends_the_process_and_is_a_cancellation()
    {
        var server = await Bench.StartAsync("a");
        Sandbox.Stop(server);
        using var cancel = new CancellationTokenSource();
        var running = Create().RunAsync(
            TmuxArguments.Join(Sandbox.Socket("a"), new TmuxCommand("list-sessions")), null, Ample, cancel.Token);
        await Eventually.TrueAsync(Processes, "the tmux process runs");
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        await Eventually.TrueAsync(() => !Processes(), "the tmux process has ended");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_not_started()
    {
        var result = await Create().RunAsync(
            TmuxArguments.Join(Sandbox.Socket("a"), new TmuxCommand("list-sessions")), "/no/such/tmux", Ample, CancellationToken.None);
        result.ShouldBeOfType<OneShotResult.NotStarted>().Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Large_output_comes_whole()
    {
        await Bench.StartAsync("a");
        var text = new string('x', 300_000);
        var file = $"{Sandbox.Root}/text";
        await File.WriteAllTextAsync(file, text);
        await Sandbox.TmuxAsync("a", "load-buffer", "-b", "big", file);
        var exited = (await RunAsync("a", new TmuxCommand("show-buffer", "-b", "big"))).ShouldBeOfType<OneShotResult.Exited>();
        exited.Output.TrimEnd('\n').Length.ShouldBe(text.Length);
    }

    [Fact]
    public async Task A_birth_starts_a_server_that_knows_nothing_of_us()
    {
        Environment.SetEnvironmentVariable("RUNKIT_SECRET", "x");
        try
        {
            var birth = TmuxArguments.Birth(Sandbox.Socket("born"), new TmuxCommand("new-session", "-d", "-P", "-F", "#{pid}", "tail", "-f", "/dev/null"));
            var exited = (await Create().RunAsync(birth, null, Ample, CancellationToken.None)).ShouldBeOfType<OneShotResult.Exited>();
            exited.Output.Trim().ShouldBe($"{Sandbox.Server("born").Pid}");
            var environment = await Sandbox.TmuxAsync("born", "show-environment", "-g");
            environment.ShouldContain("PATH=");
            environment.ShouldNotContain("RUNKIT");
            environment.Split('\n').ShouldNotContain(line => line.StartsWith("TMUX=", StringComparison.Ordinal) || line.StartsWith("TMUX_PANE=", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("RUNKIT_SECRET", null);
        }
    }

    private protected abstract IOneShotTmux Create(TmuxSpawner spawner, TmuxBinary tmux);

    private IOneShotTmux Create() => Create(Bench.Spawner, Bench.Binary);

    private Task<OneShotResult> RunAsync(string server, TmuxCommand command, TimeSpan? timeout = null) =>
        Create().RunAsync(TmuxArguments.Join(Sandbox.Socket(server), command), null, timeout ?? Ample, CancellationToken.None);

    // Whether a client of ours talks to this sandbox now.
    private bool Processes() => Sandbox.OwnClients().Count > 0;
}
