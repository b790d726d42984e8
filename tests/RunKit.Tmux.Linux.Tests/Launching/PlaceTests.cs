using RunKit.Tmux.Ports;
using static RunKit.Tmux.Linux.Tests.Launching.Launchpad;

namespace RunKit.Tmux.Linux.Tests.Launching;

public sealed class PlaceTests
{
    [Fact]
    public async Task A_directory_that_is_gone_is_told_and_the_session_starts_at_home()
    {
        await using var pad = new Launchpad();
        var gone = Path.Combine(pad.Sandbox.Root, "gone");

        var created = await pad.CreateAsync(Request() with { Directory = gone });

        created.Warnings.ShouldHaveSingleItem().ShouldStartWith($"the directory {gone} does not exist; the session starts in ");
    }

    [Fact]
    public async Task A_socket_path_that_is_too_long_is_one_line()
    {
        await using var pad = new Launchpad();
        var directory = Path.Combine(pad.Sandbox.Root, new string('d', 90), "tmux");

        var said = (await pad.In(directory).LaunchAsync(Request(), CancellationToken.None)).ShouldBeOfType<CreateOutcome.NotCreated>().Reason;

        said.ShouldBe($"a socket path has at most 107 bytes: {directory}/a");
        Directory.Exists(directory).ShouldBeFalse();
    }

    [Fact]
    public async Task A_directory_that_tmux_refuses_is_refused_with_what_helps()
    {
        await using var pad = new Launchpad();
        File.SetUnixFileMode(pad.Sandbox.SocketDirectory, (UnixFileMode)0b111_101_101);

        var said = await pad.NotCreatedAsync(Request());

        said.ShouldBe($"tmux refuses the socket directory {pad.Sandbox.SocketDirectory}: it is open to others (mode 755); run: chmod 700 {pad.Sandbox.SocketDirectory}");
        pad.Spawned.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tmux_that_is_not_there_is_told_with_what_helps()
    {
        await using var pad = new Launchpad();

        var said = (await pad.In(pad.Sandbox.SocketDirectory, "/no/such/tmux").LaunchAsync(Request(), CancellationToken.None)).ShouldBeOfType<CreateOutcome.NotCreated>().Reason;

        said.ShouldStartWith("tmux cannot be started: ");
        said.ShouldEndWith("install tmux 3.2 or later, or name it with runkit.tmux-binary");
    }

    [Theory]
    [InlineData("", null, "a session name must not be empty")]
    [InlineData("_rk-mine", null, "session names that start with _rk- are RunKit's own")]
    [InlineData("a\0b", null, "no word may hold a NUL character")]
    [InlineData(null, "relative", "the start directory relative is not an absolute path")]
    public async Task What_cannot_be_asked_for_is_one_line(string? session, string? directory, string said)
    {
        await using var pad = new Launchpad();

        (await pad.NotCreatedAsync(Request() with { Session = session, Directory = directory })).ShouldBe(said);

        pad.Spawned.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("K")]
    [InlineData("=V")]
    public async Task A_variable_needs_a_name_and_a_value(string variable)
    {
        await using var pad = new Launchpad();

        (await pad.NotCreatedAsync(Request() with { Environment = [variable] })).ShouldBe($"a variable is NAME=VALUE, not {variable}");
    }
}
