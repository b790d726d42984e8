using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;
using static RunKit.Tmux.Linux.Tests.Launching.Launchpad;

namespace RunKit.Tmux.Linux.Tests.Launching;

public sealed class ServerLauncherTests
{
    [Fact]
    public async Task A_server_is_started_by_one_process_and_its_session_is_named()
    {
        await using var pad = new Launchpad();

        var created = await pad.CreateAsync(Request() with { Session = "work" });

        (created.Session, created.Name).ShouldBe((new SessionId(0), "work"));
        created.Warnings.ShouldBeEmpty();
        pad.Spawned.ShouldHaveSingleItem();
        (await pad.Sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).ShouldBe("work");
    }

    [Fact]
    public async Task A_server_that_runs_is_left_alone_without_a_process()
    {
        await using var pad = new Launchpad();
        await pad.Sandbox.StartAsync("a");

        (await pad.LaunchAsync(Request())).ShouldBeOfType<CreateOutcome.AlreadyRuns>();

        pad.Spawned.ShouldBeEmpty();
        (await pad.Sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).ShouldBe("user");
    }

    [Fact]
    public async Task A_session_is_added_to_a_server_that_runs_when_that_is_allowed_without_a_process()
    {
        await using var pad = new Launchpad();
        var server = await pad.Sandbox.StartAsync("a");

        var joined = (await pad.LaunchAsync(Request() with { Session = "more", AttachOk = true })).ShouldBeOfType<CreateOutcome.Joined>();

        (joined.Generation.Pid, joined.Name).ShouldBe((server.Pid, "more"));
        pad.Spawned.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_is_taken_is_said_in_tmuxs_words()
    {
        await using var pad = new Launchpad();
        await pad.Sandbox.StartAsync("a");

        (await pad.NotCreatedAsync(Request() with { Session = "user", AttachOk = true })).ShouldBe("tmux says: duplicate session: user");
    }

    [Fact]
    public async Task The_name_that_tmux_has_made_of_a_session_is_told()
    {
        await using var pad = new Launchpad();

        var created = await pad.CreateAsync(Request() with { Session = "a.b:c" });

        created.Name.ShouldBe(await pad.Sandbox.TmuxAsync("a", "display-message", "-p", "-t", created.Session.ToString(), "#{session_name}"));
    }

    [Theory]
    [InlineData("#(touch FILE)")]
    [InlineData("##(touch FILE)")]
    [InlineData("#{session_id}")]
    [InlineData("x;")]
    [InlineData("x\\;")]
    [InlineData("\"; run-shell 'touch FILE' ; \"")]
    [InlineData("'$HOME' ~ %1 {")]
    [InlineData("a\nrun-shell 'touch FILE'")]
    public async Task Names_directories_variables_and_commands_run_nothing(string hostile)
    {
        await using var pad = new Launchpad();
        var ran = Path.Combine(pad.Sandbox.Root, "ran");
        var text = hostile.Replace("FILE", ran, StringComparison.Ordinal);
        var directory = Directory.CreateDirectory(Path.Combine(pad.Sandbox.Root, text.Replace('/', '_'))).FullName;
        var written = Path.Combine(pad.Sandbox.Root, "written");

        var created = await pad.CreateAsync(Request("a", "sh", "-c", "printf '%s' \"$1|$V|$(pwd)\" > \"$2\"; exec sleep 1000", "sh", text, written) with
        {
            Session = text,
            Directory = directory,
            Environment = [$"V={text}"],
        });
        await Eventually.TrueAsync(() => File.Exists(written) && File.ReadAllText(written).Length > 0, "the command has run");

        File.ReadAllText(written).ShouldBe($"{text}|{text}|{directory}");
        File.Exists(ran).ShouldBeFalse();
        (await pad.Sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_id}")).ShouldBe(created.Session.ToString());
    }

    [Fact]
    public async Task A_new_server_has_nothing_of_ours_in_its_environment()
    {
        await using var pad = new Launchpad();
        Environment.SetEnvironmentVariable("DIRENV_RUNKIT_TEST", "1");
        await pad.CreateAsync(Request("a", "sleep", "1000") with { Environment = ["MINE=1 2"] });

        var variables = $"{await pad.Sandbox.TmuxAsync("a", "show-environment", "-g")}\n{await pad.Sandbox.TmuxAsync("a", "show-environment")}"
            .Split('\n');

        variables.ShouldContain("MINE=1 2");
        variables.ShouldNotContain(variable => variable.StartsWith("TMUX=", StringComparison.Ordinal)
            || variable.StartsWith("DIRENV_", StringComparison.Ordinal) || variable.StartsWith("RUNKIT_", StringComparison.Ordinal)
            || variable.StartsWith("RK_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_ending_is_waited_for()
    {
        await using var pad = new Launchpad();
        for (var round = 0; round < 10; round++)
        {
            var before = await pad.CreateAsync(Request());
            await pad.Sandbox.TmuxAsync("a", "kill-server");

            (await pad.CreateAsync(Request())).Generation.Pid.ShouldNotBe(before.Generation.Pid);
            await pad.Sandbox.TmuxAsync("a", "kill-server");
        }
    }

    [Fact]
    public async Task Of_many_creations_at_once_one_starts_the_server_and_the_others_say_that_it_runs()
    {
        await using var pad = new Launchpad();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => pad.In(pad.Sandbox.SocketDirectory).LaunchAsync(Request(), CancellationToken.None))));

        outcomes.Count(outcome => outcome is CreateOutcome.Created).ShouldBe(1);
        outcomes.Count(outcome => outcome is CreateOutcome.AlreadyRuns).ShouldBe(7);
        pad.Servers().ShouldHaveSingleItem();
        (await pad.Sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_id}")).ShouldBe("$0");
    }

    [Fact]
    public async Task Beside_a_users_own_new_there_is_one_server_and_each_is_told_the_truth()
    {
        await using var pad = new Launchpad();
        for (var round = 0; round < 10; round++)
        {
            var user = pad.Sandbox.RunAsync("tmux", "-f", "/dev/null", "-S", pad.Sandbox.Socket("a").Value, "new-session", "-d", "-s", "user");
            var outcome = await pad.LaunchAsync(Request() with { Session = "ours" });
            (await user).Status.ShouldBe(0);

            var sessions = (await pad.Sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).Split('\n');
            sessions.ShouldBe(outcome is CreateOutcome.Created ? ["ours", "user"] : ["user"]);
            pad.Servers().ShouldHaveSingleItem();
            await pad.Sandbox.TmuxAsync("a", "kill-server");
            await Eventually.TrueAsync(() => pad.Servers().IsEmpty, "it has ended");
        }
    }
}
