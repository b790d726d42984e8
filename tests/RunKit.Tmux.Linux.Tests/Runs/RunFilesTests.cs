using RunKit.Tmux.Identity;
using RunKit.Tmux.Linux.Runs;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Linux.Tests.Runs;

public sealed class RunFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rk-").FullName;
    private readonly RunFiles _files;

    public RunFilesTests() => _files = new RunFiles(Path.Combine(_root, "state"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_is_written_down_is_read_again_until_it_is_removed()
    {
        _files.Prepare().ShouldBeNull();
        var (first, second) = (Record(new RunId(1)), Record(new RunId(2)) with { Result = new RunResult.Signalled("SIGKILL", 9), Ended = DateTimeOffset.UnixEpoch });

        _files.Save(first);
        _files.Save(second);
        _files.Save(first with { Keep = true });

        _files.List().ShouldBe([first with { Keep = true }, second], ignoreOrder: true, comparer: new ByText());
        _files.Remove(first.Id);
        _files.List().ShouldHaveSingleItem().Id.ShouldBe(second.Id);
    }

    [Fact]
    public void Nobody_else_can_read_it()
    {
        _files.Prepare().ShouldBeNull();
        _files.Save(Record(new RunId(1)));

        Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories).ShouldAllBe(path =>
            (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == UnixFileMode.None);
    }

    [Fact]
    public void Output_is_read_from_any_place_and_there_is_none_where_there_is_no_file()
    {
        _files.Prepare().ShouldBeNull();
        var buffer = new byte[4];
        _files.ReadOutput(new RunId(1), 0, buffer).ShouldBe(0);
        _files.OutputLength(new RunId(1)).ShouldBe(0);

        File.WriteAllText(_files.OutputPath(new RunId(1)), "0123456");

        _files.OutputLength(new RunId(1)).ShouldBe(7);
        _files.ReadOutput(new RunId(1), 5, buffer).ShouldBe(2);
        _files.ReadOutput(new RunId(1), 9, buffer).ShouldBe(0);
        _files.RemoveOutput(new RunId(1));
        _files.RemoveOutput(new RunId(1));
        _files.OutputLength(new RunId(1)).ShouldBe(0);
    }

    [Fact]
    public void What_is_no_run_is_passed_over()
    {
        _files.List().ShouldBeEmpty();
        _files.Prepare().ShouldBeNull();
        var directory = Path.GetDirectoryName(_files.OutputPath(new RunId(1)))!;
        File.WriteAllText(Path.Combine(directory, "half.json"), "{\"id\":");
        File.WriteAllText(Path.Combine(directory, "other.json"), "[]");

        _files.List().ShouldBeEmpty();
    }

    [Fact]
    public void A_place_that_cannot_be_used_is_said_in_one_line()
    {
        new RunFiles("").Prepare().ShouldNotBeNull().ShouldContain("runkit.state-dir");
        File.WriteAllText(Path.Combine(_root, "file"), "");
        new RunFiles(Path.Combine(_root, "file")).Prepare().ShouldNotBeNull().ShouldContain("not a directory");
        var open = Directory.CreateDirectory(Path.Combine(_root, "open")).FullName;
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.OtherWrite);
        new RunFiles(open).Prepare().ShouldNotBeNull().ShouldContain("open to others");
    }

    [Theory]
    [InlineData("/given/", "/state", "/given")]
    [InlineData("", "/state", "/state/runkit")]
    public void The_state_directory_is_as_configured_else_as_the_system_has_it(string setting, string? xdg, string expected) =>
        StateDirectory.Resolve(setting, xdg).ShouldBe(expected);

    private static RunRecord Record(RunId id) => new(
        id, "/tmp/tmux-0/work", new ServerGeneration(1, 2), new ProcessIdentity(1, 3),
        new RunWindow(new SessionId(1), new WindowId(2), new PaneId(3), "/dev/pts/9", new ProcessIdentity(4, 5), new ProcessIdentity(6, 7)),
        ["make", "test;"], new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), 1024, Keep: false, new ProcessIdentity(8, 9));

    // Arrays of words are compared by what is in them.
    private sealed class ByText : IEqualityComparer<RunRecord>
    {
        public bool Equals(RunRecord? x, RunRecord? y) => x is not null && y is not null && x with { Command = [] } == y with { Command = [] } && x.Command.SequenceEqual(y.Command);

        public int GetHashCode(RunRecord obj) => obj.Id.GetHashCode();
    }
}
