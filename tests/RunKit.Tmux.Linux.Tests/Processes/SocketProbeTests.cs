using System.Net.Sockets;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Tests.Processes;

public class SocketProbeTests : BenchTests
{
    [Fact]
    public async Task A_server_that_listens_is_alive_and_its_pid_is_told()
    {
        var server = await Bench.StartAsync("a");
        Probe("a").ShouldBe(new ProbeVerdict.Alive(server.Pid));
        (await Sandbox.TmuxAsync("a", "display-message", "-p", "#{pid}")).ShouldBe($"{server.Pid}");
    }

    [Fact]
    public async Task Probing_changes_nothing()
    {
        var server = await Bench.StartAsync("a");
        for (var i = 0; i < 300; i++)
        {
            // On a busy machine they come quicker than the server takes them.
            Probe("a").ShouldBeOneOf(new ProbeVerdict.Alive(server.Pid), new ProbeVerdict.BacklogFull());
        }

        (await Sandbox.TmuxAsync("a", "list-clients")).ShouldBeEmpty();
        (await Sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).ShouldBe("user");
    }

    [Fact]
    public async Task A_socket_whose_server_is_dead_refuses()
    {
        var server = await Bench.StartAsync("a");
        await Sandbox.TmuxAsync("a", "kill-server");
        await Eventually.TrueAsync(() => !Sandbox.Processes.Lives(server), "the server is gone");
        Probe("a").ShouldBe(new ProbeVerdict.Refused());
        File.Exists(Sandbox.Socket("a").Value).ShouldBeTrue();
    }

    [Fact]
    public void No_file_is_absent() => Probe("nothing").ShouldBe(new ProbeVerdict.Absent());

    [Fact]
    public void No_directory_is_absent() => SocketProbe.Probe(new SocketPath($"{Sandbox.Root}/none/a")).ShouldBe(new ProbeVerdict.Absent());

    [Fact]
    public void A_plain_file_is_not_connected_to()
    {
        File.WriteAllText(Sandbox.Socket("file").Value, "");
        Probe("file").ShouldBeOfType<ProbeVerdict.NotOurs>().Reason.ShouldEndWith("/file is not a socket");
    }

    [Fact]
    public void A_directory_is_not_connected_to()
    {
        Directory.CreateDirectory(Sandbox.Socket("dir").Value);
        Probe("dir").ShouldBeOfType<ProbeVerdict.NotOurs>().Reason.ShouldEndWith("/dir is not a socket");
    }

    [Fact]
    public async Task A_link_is_not_followed_even_to_a_live_socket()
    {
        await Bench.StartAsync("a");
        File.CreateSymbolicLink(Sandbox.Socket("link").Value, Sandbox.Socket("a").Value);
        Probe("link").ShouldBeOfType<ProbeVerdict.NotOurs>().Reason.ShouldEndWith("/link is a symbolic link");
    }

    [Fact]
    public async Task A_stopped_server_is_alive_while_its_backlog_has_room_and_then_full_but_never_dead()
    {
        var server = await Bench.StartAsync("a");
        Sandbox.Stop(server);
        var verdicts = Enumerable.Range(0, 400).Select(_ => Probe("a")).TakeWhile(verdict => verdict is ProbeVerdict.Alive).Count();
        verdicts.ShouldBeInRange(1, 399);
        Probe("a").ShouldBe(new ProbeVerdict.BacklogFull());
        Sandbox.Continue(server);
        await Eventually.TrueAsync(() => Probe("a") is ProbeVerdict.Alive, "the server takes connections again");
    }

    [RootFact]
    public async Task Another_users_socket_is_not_connected_to()
    {
        await Bench.StartAsync("a");
        (await Sandbox.RunAsync("chown", "65534", Sandbox.Socket("a").Value)).Status.ShouldBe(0);
        Probe("a").ShouldBeOfType<ProbeVerdict.NotOurs>().Reason.ShouldEndWith("/a belongs to user 65534");
    }

    [Fact]
    public void Whoever_listens_is_told_by_pid_whether_or_not_it_is_tmux()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Sandbox.Socket("mine").Value));
        Probe("mine").ShouldBe(new ProbeVerdict.Refused(), "bound, but not listening yet");
        listener.Listen(1);
        Probe("mine").ShouldBe(new ProbeVerdict.Alive(Environment.ProcessId));
    }

    private ProbeVerdict Probe(string name) => SocketProbe.Probe(Sandbox.Socket(name));
}
