using System.Text.Json;

namespace RunKit.Cli.Tests.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public async Task Where_nothing_is_wrong_it_says_so()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("doctor")).ShouldBeDone().ShouldBe("nothing is wrong\n");
        (await runkit.RunAsync("doctor", "--json")).ShouldBeDone().ShouldBe("[]\n");
    }

    [Fact]
    public async Task A_dead_servers_socket_is_told_and_removed_when_asked_and_a_live_ones_is_not_touched()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("live");
        var dead = await runkit.Sandbox.StartAsync("dead");
        runkit.Sandbox.KillHard(dead);
        await Eventually.TrueAsync(() => !runkit.Sandbox.Processes.Lives(dead), "it is dead");

        var told = await runkit.RunAsync("doctor");
        told.Status.ShouldBe(1);
        told.Output.ShouldContain($"stale-socket  dead: its server is dead; only the socket's file is left; run: runkit doctor --fix, or: rm {runkit.Sandbox.Socket("dead")}\n");
        var put = await runkit.RunAsync("doctor", "--fix", "--json");

        Of(put, "stale-socket").ShouldBe([("dead", true)]);
        Directory.GetFileSystemEntries(runkit.Sandbox.SocketDirectory).ShouldBe([runkit.Sandbox.Socket("live").Value]);
        runkit.Sandbox.IsAlive("live").ShouldBeTrue();
        Of(await runkit.RunAsync("doctor", "--json"), "stale-socket").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_socket_on_which_a_server_is_being_born_is_left_alone()
    {
        await using var runkit = new Runkit();
        var dead = await runkit.Sandbox.StartAsync("dead");
        runkit.Sandbox.KillHard(dead);
        await Eventually.TrueAsync(() => !runkit.Sandbox.Processes.Lives(dead), "it is dead");
        await using var starting = new FileStream($"{runkit.Sandbox.Socket("dead")}.lock", FileMode.Create, FileAccess.Write, FileShare.None);

        var told = await runkit.RunAsync("doctor", "--fix", "--json");

        told.Status.ShouldBe(1);
        Of(told, "stale-socket").ShouldBe([("dead", false)]);
        File.Exists(runkit.Sandbox.Socket("dead").Value).ShouldBeTrue();
    }

    [Fact]
    public async Task A_live_server_without_a_socket_and_a_stopped_one_are_told_with_what_helps()
    {
        await using var runkit = new Runkit();
        var lost = await runkit.Sandbox.StartAsync("lost");
        var stopped = await runkit.Sandbox.StartAsync("stopped");
        File.Delete(runkit.Sandbox.Socket("lost").Value);
        runkit.Sandbox.Stop(stopped);

        var told = await runkit.RunAsync("doctor");

        told.Status.ShouldBe(1);
        told.Output.ShouldContain($"lost-socket  lost: its process {lost.Pid} lives, and its socket's file is gone; run: kill -USR1 {lost.Pid}\n");
        told.Output.ShouldContain($"; run: kill -CONT {stopped.Pid}\n");
    }

    [Fact]
    public async Task An_unsafe_directory_is_told_with_what_helps()
    {
        await using var runkit = new Runkit();
        File.SetUnixFileMode(runkit.Sandbox.SocketDirectory, (UnixFileMode)0b111_111_111);

        var told = await runkit.RunAsync("doctor");

        (told.Status, told.Error).ShouldBe((1, ""));
        told.Output.ShouldStartWith($"unsafe-directory  {runkit.Sandbox.SocketDirectory}: ");
        told.Output.ShouldContain($"run: chmod 700 {runkit.Sandbox.SocketDirectory}\n");
    }

    [Fact]
    public async Task A_directory_that_tmux_refuses_is_told_with_what_helps()
    {
        await using var runkit = new Runkit();
        File.SetUnixFileMode(runkit.Sandbox.SocketDirectory, (UnixFileMode)0b111_101_101);

        var told = await runkit.RunAsync("doctor");

        (told.Status, told.Error).ShouldBe((1, ""));
        told.Output.ShouldContain($"is open to others (mode 755); run: chmod 700 {runkit.Sandbox.SocketDirectory}\n");
    }

    [Fact]
    public async Task A_directory_that_is_too_long_for_sockets_is_told_by_doctor_and_new_in_one_line_each()
    {
        await using var runkit = new Runkit();
        runkit.Environment["TMUX_TMPDIR"] = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, new string('d', 90))).FullName;

        var told = await runkit.RunAsync("doctor");

        (told.Status, told.Error).ShouldBe((1, ""));
        told.Output.ShouldStartWith("path-too-long  ");
        (await runkit.RunAsync("new", "-L", "a")).ShouldComplain(1, "a socket path has at most 107 bytes");
    }

    [Fact]
    public async Task Errors_of_a_configuration_and_a_fatal_setting_are_told_and_nothing_is_run()
    {
        await using var runkit = new Runkit();
        var ran = Path.Combine(runkit.Sandbox.Root, "ran");
        var configuration = Path.Combine(runkit.Sandbox.Root, ".tmux.conf");
        File.WriteAllText(configuration, "set -g window-size manual\n");
        (await runkit.RunAsync("new", "-L", "a")).ShouldBeDone();
        File.WriteAllText(configuration, $"run-shell 'touch {ran}'\nno-such-command\n");

        var told = await runkit.RunAsync("doctor");

        (told.Status, told.Error).ShouldBe((1, ""));
        told.Output.ShouldContain($"configuration-error  a: {configuration}:2: unknown command: no-such-command; ");
        told.Output.ShouldContain("fatal-setting  a: window-size is manual");
        File.Exists(ran).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_node_that_was_killed_has_left_is_told_until_a_node_runs_again()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("a");
        var node = await runkit.ServeAsync();
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("doctor", "--json")).Output == "[]\n"
            && (await runkit.Sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).Contains("_rk-ctl", StringComparison.Ordinal), "it guards the server");
        node.KillHard();
        await node.EndAsync();

        (await runkit.RunAsync("doctor")).Output.ShouldContain("left-behind  a: RunKit's hooks and its hidden session are there, and no node runs that guards it; ");
    }

    private static IReadOnlyList<(string Subject, bool Fixed)> Of(Runkit.Ended ended, string kind) =>
    [
        .. JsonDocument.Parse(ended.Output).RootElement.EnumerateArray()
            .Where(finding => finding.GetProperty("kind").GetString() == kind)
            .Select(finding => (finding.GetProperty("subject").GetString()!, finding.GetProperty("fixed").GetBoolean())),
    ];
}
