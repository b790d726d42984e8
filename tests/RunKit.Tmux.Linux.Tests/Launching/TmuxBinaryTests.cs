using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Tmux.Linux.Tests.Launching;

public class TmuxBinaryTests : BenchTests
{
    [Theory]
    [InlineData("tmux 3.2")]
    [InlineData("tmux 3.2a\n")]
    [InlineData("tmux 3.3a")]
    [InlineData("tmux 3.3-rc")]
    [InlineData("tmux 3.6b")]
    [InlineData("tmux 3.10")]
    [InlineData("tmux 4.0")]
    [InlineData("tmux next-3.4")]
    [InlineData("tmux master")]
    [InlineData("tmux openbsd-7.5")]
    public void These_know_how_not_to_start_a_server(string version) => TmuxBinary.Problem(version).ShouldBeNull();

    [Theory]
    [InlineData("tmux 3.1c", "tmux 3.1c is too old")]
    [InlineData("tmux 2.9a", "tmux 2.9a is too old")]
    [InlineData("tmux 1.10", "tmux 1.10 is too old")]
    [InlineData("tmux 3.2-rc3", "tmux 3.2-rc3 is too old")]
    [InlineData("tmux next-3.2", "tmux next-3.2 is too old")]
    [InlineData("", "cannot tell tmux's version from ''")]
    [InlineData("tmux", "cannot tell tmux's version from 'tmux'")]
    [InlineData("zsh: command not found: tmux", "cannot tell")]
    public void These_do_not_or_may_not(string version, string problem)
    {
        TmuxBinary.Problem(version).ShouldNotBeNull().ShouldStartWith(problem);
        TmuxBinary.Problem(version).ShouldNotBeNull().ShouldContain("3.2 or later");
    }

    [Fact]
    public async Task The_tmux_that_is_installed_here_will_do() =>
        TmuxBinary.Problem((await Sandbox.RunAsync("tmux", "-V")).Output).ShouldBeNull();

    [Fact]
    public void A_program_is_found_on_the_path_by_its_full_name()
    {
        TmuxBinary.FindOnPath("sh").ShouldNotBeNull().ShouldEndWith("/sh");
        TmuxBinary.FindOnPath("no-such-program").ShouldBeNull();
    }

    [Fact]
    public async Task A_server_is_talked_to_with_its_own_program()
    {
        var server = await Bench.StartAsync("a");
        new TmuxBinary().For(server.Pid).ShouldBe(ProcessTable.Program(server.Pid, "tmux"));
        Path.GetFileName(new TmuxBinary().For(server.Pid)).ShouldBe("tmux");
        Path.IsPathRooted(new TmuxBinary().For(server.Pid)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_setting_overrides_the_servers_own_program()
    {
        var server = await Bench.StartAsync("a");
        new TmuxBinary("/opt/tmux").For(server.Pid).ShouldBe("/opt/tmux");
        new TmuxBinary("/opt/tmux").Default.ShouldBe("/opt/tmux");
        new TmuxBinary("").Default.ShouldBe("tmux");
    }

    [Fact]
    public async Task A_server_that_outlived_an_upgrade_is_talked_to_with_the_program_it_still_runs()
    {
        var program = $"{Sandbox.Root}/tmux";
        File.Copy(TmuxBinary.FindOnPath("tmux")!, program);
        await Sandbox.RunAsync(program, "-f", "/dev/null", "-S", Sandbox.Socket("a").Value, "new-session", "-d", "tail", "-f", "/dev/null");
        var server = Sandbox.Server("a");
        new TmuxBinary().For(server.Pid).ShouldBe(program);
        File.Delete(program);
        new TmuxBinary().For(server.Pid).ShouldBe($"/proc/{server.Pid}/exe");
        (await Sandbox.RunAsync(new TmuxBinary().For(server.Pid), "-N", "-S", Sandbox.Socket("a").Value, "list-sessions")).Status.ShouldBe(0);
    }

    [Fact]
    public void What_listens_and_is_no_tmux_is_never_run() => new TmuxBinary().For(Environment.ProcessId).ShouldBe("tmux");

    [Fact]
    public void A_server_whose_program_cannot_be_told_gets_the_one_on_the_path() => new TmuxBinary().For(int.MaxValue).ShouldBe("tmux");
}
