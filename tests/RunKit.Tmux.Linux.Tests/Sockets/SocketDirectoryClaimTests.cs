using System.Globalization;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Tmux.Linux.Tests.Sockets;

public sealed class SocketDirectoryClaimTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rk-claim-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void One_at_a_time_has_a_directory_and_the_other_hears_who()
    {
        using var first = SocketDirectoryClaim.TryTake(_directory, out var none).ShouldNotBeNull();
        none.ShouldBeNull();

        SocketDirectoryClaim.TryTake(_directory, out var problem).ShouldBeNull();

        problem.ShouldNotBeNull().ShouldContain(_directory);
        problem.ShouldContain($"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)},");
    }

    [Fact]
    public void What_was_let_go_can_be_had_and_no_file_stays()
    {
        SocketDirectoryClaim.TryTake(_directory, out _).ShouldNotBeNull().Dispose();

        using var again = SocketDirectoryClaim.TryTake(_directory, out _);

        again.ShouldNotBeNull();
        Directory.GetFileSystemEntries(_directory).ShouldBeEmpty();
    }

    [Fact]
    public void Neither_a_link_nor_what_is_not_there_can_be_had()
    {
        var link = Path.Combine(_directory, "link");
        Directory.CreateSymbolicLink(link, Path.GetTempPath());

        SocketDirectoryClaim.TryTake(link, out var problem).ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain(link);
        SocketDirectoryClaim.TryTake(Path.Combine(_directory, "absent"), out var absent).ShouldBeNull();
        absent.ShouldNotBeNull().ShouldContain("errno 2");
    }
}
