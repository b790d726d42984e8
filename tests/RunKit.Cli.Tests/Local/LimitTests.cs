using System.Globalization;

namespace RunKit.Cli.Tests.Local;

/// <summary>What a machine may lack: each is one clear line, no trace, and the right status.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(64, "ls")]
    [InlineData(32, "ls")]
    [InlineData(64, "exec -L work -- list-sessions")]
    [InlineData(64, "serve")]
    [InlineData(300, "serve")]
    public async Task Too_few_file_descriptors_are_told_at_once(int limit, string arguments)
    {
        await using var runkit = new Runkit();

        var ended = await runkit.RunByAsync(["prlimit", string.Create(CultureInfo.InvariantCulture, $"--nofile={limit}")], arguments.Split(' '));

        ended.ShouldComplain(1, $"only {limit} file descriptors are allowed here");
    }

    [Fact]
    public async Task As_many_file_descriptors_as_asked_for_are_enough()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        ImmutableArray<string> limited = ["prlimit", string.Create(CultureInfo.InvariantCulture, $"--nofile={DescriptorMinimum.OfVerb}")];

        (await runkit.RunByAsync(limited, "ls")).ShouldBeDone().ShouldContain("running");
        (await runkit.RunByAsync(limited, "kill", "-L", "work")).ShouldBeDone();
    }

    [Theory]
    [InlineData("ls --json")]
    [InlineData("tree")]
    [InlineData("exec -L work -- list-sessions")]
    [InlineData("--help")]
    public async Task A_full_device_as_stdout_is_told(string arguments)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");

        (await runkit.RunIntoAsync("/dev/full", arguments.Split(' '))).ShouldComplain(1, "No space left on device");
    }

    [Fact]
    public async Task A_token_file_that_is_a_FIFO_is_not_waited_for()
    {
        await using var runkit = new Runkit();
        var fifo = Path.Combine(runkit.RuntimeDirectory, "fifo");
        await runkit.Sandbox.RunAsync("mkfifo", "-m", "600", fifo);
        File.SetUnixFileMode(runkit.RuntimeDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        (await runkit.RunAsync("ls", "--node", "http://127.0.0.1:1", "--token-file", fifo)).ShouldComplain(1, "is no plain file");
        runkit.Environment["RUNKIT_HTTP__TOKEN_FILE"] = fifo;
        (await runkit.RunAsync("serve", "--listen", "0")).ShouldComplain(1, "is no plain file");
    }

    [Fact]
    public async Task A_lock_that_cannot_be_made_is_no_node_that_runs()
    {
        await using var runkit = new Runkit();
        Directory.CreateDirectory($"{runkit.NodeSocket}.lock");
        File.SetUnixFileMode(Path.GetDirectoryName(runkit.NodeSocket)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var ended = (await runkit.RunAsync("serve")).ShouldComplain(1, "node.sock.lock");

        ended.Error.ShouldNotContain("already runs");
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("tree -L work")]
    [InlineData("exec -L work -- list-sessions")]
    [InlineData("kill -L work")]
    [InlineData("new -L work")]
    [InlineData("serve")]
    public async Task A_directory_too_long_for_a_socket_is_told(string arguments)
    {
        await using var runkit = new Runkit();
        runkit.Environment["TMUX_TMPDIR"] = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, new string('x', 90))).FullName;

        (await runkit.RunAsync(arguments.Split(' '))).ShouldComplain(1, "path has at most 107 bytes");
    }
}
