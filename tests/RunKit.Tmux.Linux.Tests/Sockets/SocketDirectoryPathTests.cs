using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Tmux.Linux.Tests.Sockets;

public sealed class SocketDirectoryPathTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("rk-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_setting_wins_and_is_made_absolute_without_a_last_slash()
    {
        SocketDirectoryPath.Resolve("/srv/sockets", "/elsewhere").ShouldBe("/srv/sockets");
        SocketDirectoryPath.Resolve("/srv/sockets/", null).ShouldBe("/srv/sockets");
        SocketDirectoryPath.Resolve("/srv/../srv/sockets", null).ShouldBe("/srv/sockets");
        SocketDirectoryPath.Resolve("/", null).ShouldBe("/");
        SocketDirectoryPath.Resolve("relative", null).ShouldBe($"{Directory.GetCurrentDirectory()}/relative");
    }

    [Fact]
    public void Without_one_it_is_where_tmux_looks()
    {
        var user = Libc.EffectiveUser();
        SocketDirectoryPath.Resolve("", _root).ShouldBe($"{_root}/tmux-{user}");
        SocketDirectoryPath.Resolve("", _root + "/").ShouldBe($"{_root}/tmux-{user}");
        SocketDirectoryPath.Resolve("", null).ShouldBe($"/tmp/tmux-{user}");
        SocketDirectoryPath.Resolve("", "").ShouldBe($"/tmp/tmux-{user}");
        SocketDirectoryPath.Resolve("", $"{_root}/none").ShouldBe($"/tmp/tmux-{user}", "tmux falls back to /tmp as well");
    }

    [Fact]
    public void A_directory_that_is_absent_is_made_for_its_owner_only()
    {
        var directory = $"{_root}/a/b";
        SocketDirectoryPath.Problem(directory).ShouldBe($"the socket directory {directory} does not exist");
        SocketDirectoryPath.Ensure(directory).ShouldBeNull();
        File.GetUnixFileMode(directory).ShouldBe(OwnerOnly);
        SocketDirectoryPath.Ensure(directory).ShouldBeNull("it is there now");
    }

    [Fact]
    public void Looking_for_a_problem_makes_nothing()
    {
        SocketDirectoryPath.Problem($"{_root}/a").ShouldNotBeNull();
        Directory.Exists($"{_root}/a").ShouldBeFalse();
    }

    [Fact]
    public void A_file_is_refused()
    {
        File.WriteAllText($"{_root}/file", "");
        SocketDirectoryPath.Ensure($"{_root}/file")
            .ShouldBe($"the socket directory {_root}/file is a file, not a directory; name another with --socket-dir");
        SocketDirectoryPath.Ensure($"{_root}/file/below").ShouldNotBeNull().ShouldContain($"{_root}/file/below");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void A_link_is_refused_even_to_a_good_directory(string slash)
    {
        Directory.CreateDirectory($"{_root}/real", OwnerOnly);
        Directory.CreateSymbolicLink($"{_root}/link", $"{_root}/real");
        SocketDirectoryPath.Ensure($"{_root}/link{slash}").ShouldNotBeNull().ShouldContain("is a symbolic link, not a directory");
    }

    [Fact]
    public void A_directory_that_everybody_may_write_to_is_refused_with_the_remedy()
    {
        Directory.CreateDirectory($"{_root}/open");
        File.SetUnixFileMode($"{_root}/open", OwnerOnly | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        SocketDirectoryPath.Problem($"{_root}/open").ShouldNotBeNull().ShouldEndWith($"run: chmod 700 {_root}/open");
    }

    [Fact]
    public void Another_users_directory_is_refused()
    {
        // Root gives one away; anybody else takes root's.
        var directory = "/usr";
        if (Environment.IsPrivilegedProcess)
        {
            directory = $"{_root}/foreign";
            Directory.CreateDirectory(directory, OwnerOnly);
            System.Diagnostics.Process.Start("chown", ["65534", directory]).WaitForExit();
        }

        SocketDirectoryPath.Ensure(directory).ShouldNotBeNull().ShouldContain("belongs to user");
    }
}
