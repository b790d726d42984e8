using System.Collections.Concurrent;
using System.Net.Sockets;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Tmux.Linux.Tests.Sockets;

public sealed class SocketDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rk-").FullName;
    private readonly string _directory;
    private readonly SocketDirectory _source;
    private readonly List<Socket> _sockets = [];
    private readonly ConcurrentQueue<SocketChange> _changes = new();

    public SocketDirectoryTests()
    {
        _directory = $"{_root}/tmux-0";
        Make();
        _source = new SocketDirectory(_directory);
    }

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void Only_sockets_are_listed()
    {
        Bind("a");
        Bind("odd name");
        Bind("a.lock");
        File.WriteAllText($"{_directory}/file", "");
        Directory.CreateDirectory($"{_directory}/dir");
        File.CreateSymbolicLink($"{_directory}/link", $"{_directory}/a");
        Names(_source.List()).ShouldBe(["a", "odd name"], ignoreOrder: true);
        _source.Find("a").ShouldNotBeNull().FileName.ShouldBe("a");
        foreach (var name in new[] { "a.lock", "file", "dir", "link", "none" })
        {
            _source.Find(name).ShouldBeNull(name);
        }
    }

    [Fact]
    public async Task A_name_that_is_not_UTF8_is_listed_escaped_and_its_coming_means_to_look_again()
    {
        Bind("a");
        Bind("\ufffd");
        using var watch = _source.Watch(_changes.Enqueue);
        await MoveAsync("$1/a", "$1/$(printf 'caf\\351')");

        Names(_source.List()).ShouldBe(["caf\\xe9", "\ufffd"], ignoreOrder: true);
        await Eventually.TrueAsync(() => _changes.OfType<SocketChange.Unsure>().Any(), "its coming is told");

        await MoveAsync("$1/$(printf 'caf\\351')", "$1/a");
        Names(_source.List()).ShouldBe(["a", "\ufffd"], ignoreOrder: true);

        async Task MoveAsync(string from, string to)
        {
            using var move = System.Diagnostics.Process.Start("sh", ["-c", $"mv \"{from}\" \"{to}\"", "sh", _directory]);
            await move.WaitForExitAsync();
        }
    }

    [Fact]
    public void A_socket_made_again_under_its_name_is_another_socket()
    {
        Bind("a");
        var first = _source.Find("a").ShouldNotBeNull();
        _source.Find("a").ShouldBe(first);
        File.Delete($"{_directory}/a");
        Bind("a");
        _source.Find("a").ShouldNotBeNull().ShouldNotBe(first);
    }

    [Fact]
    public void Permissions_and_connections_do_not_make_it_another_socket()
    {
        var socket = Bind("a");
        socket.Listen(1);
        var first = _source.Find("a").ShouldNotBeNull();
        File.SetUnixFileMode($"{_directory}/a", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint($"{_directory}/a"));
        _source.Find("a").ShouldBe(first);
    }

    [Fact]
    public void A_directory_that_cannot_be_used_never_looks_empty()
    {
        Directory.Delete(_directory);
        _source.List().ShouldBeOfType<SocketListing.Absent>();
        File.WriteAllText(_directory, "");
        _source.List().ShouldBeOfType<SocketListing.Failed>().Reason.ShouldContain("is a file, not a directory");
    }

    [Fact]
    public void A_directory_made_again_is_told_by_its_inode()
    {
        var first = _source.List().ShouldBeOfType<SocketListing.Listed>().Directory;
        Bind("a");
        _source.List().ShouldBeOfType<SocketListing.Listed>().Directory.ShouldBe(first);
        Directory.Delete(_directory, recursive: true);
        Make();
        _source.List().ShouldBeOfType<SocketListing.Listed>().Directory.ShouldNotBe(first);
    }

    [Fact]
    public async Task Sockets_that_come_go_and_move_are_reported()
    {
        using var watch = _source.Watch(_changes.Enqueue);
        Bind("a");
        await SeenAsync(new SocketChange.Appeared("a"));
        File.Move($"{_directory}/a", $"{_directory}/b");
        await SeenAsync(new SocketChange.Disappeared("a"));
        await SeenAsync(new SocketChange.Appeared("b"));
        File.Delete($"{_directory}/b");
        await SeenAsync(new SocketChange.Disappeared("b"));
    }

    [Fact]
    public async Task A_burst_is_reported_whole()
    {
        using var watch = _source.Watch(_changes.Enqueue);
        foreach (var i in Enumerable.Range(0, 200))
        {
            Bind($"s{i}");
        }

        await Eventually.TrueAsync(() => _changes.OfType<SocketChange.Appeared>().Distinct().Count() == 200, "all 200 were seen");
    }

    [Fact]
    public async Task A_directory_that_is_deleted_and_made_again_is_reported_and_a_new_watch_sees_again()
    {
        using (_source.Watch(_changes.Enqueue))
        {
            Directory.Delete(_directory, recursive: true);
            await SeenAsync(new SocketChange.Unsure("the socket directory was deleted"));
            Make();
            await SeenAsync(new SocketChange.Unsure("the socket directory was made"));
        }

        using var again = _source.Watch(_changes.Enqueue);
        Bind("a");
        await SeenAsync(new SocketChange.Appeared("a"));
    }

    [Fact]
    public async Task A_directory_that_is_moved_away_is_reported()
    {
        using var watch = _source.Watch(_changes.Enqueue);
        Directory.Move(_directory, $"{_root}/elsewhere");
        await Eventually.TrueAsync(() => _changes.Any(change => change is SocketChange.Unsure), "the move was seen");
    }

    [Fact]
    public async Task A_directory_that_is_not_there_yet_is_said_to_be_and_its_making_reported()
    {
        Directory.Delete(_directory);
        using var watch = _source.Watch(_changes.Enqueue);
        _changes.ShouldHaveSingleItem().ShouldBeOfType<SocketChange.Unsure>().Reason.ShouldContain("cannot be watched");
        Make();
        await SeenAsync(new SocketChange.Unsure("the socket directory was made"));
    }

    [Fact]
    public async Task A_disposed_watch_reports_nothing_more()
    {
        _source.Watch(_changes.Enqueue).Dispose();
        using var other = _source.Watch(change => _changes.Enqueue(change is SocketChange.Appeared ? new SocketChange.Unsure("other") : change));
        Bind("a");
        await SeenAsync(new SocketChange.Unsure("other"));
        _changes.ShouldNotContain(new SocketChange.Appeared("a"));
    }

    private static IEnumerable<string> Names(SocketListing listing) =>
        listing.ShouldBeOfType<SocketListing.Listed>().Sockets.Select(socket => socket.FileName);

    private Task SeenAsync(SocketChange change) => Eventually.TrueAsync(() => _changes.Contains(change), $"{change} was reported");

    private void Make() =>
        Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private Socket Bind(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint($"{_directory}/{name}"));
        _sockets.Add(socket);
        return socket;
    }
}
