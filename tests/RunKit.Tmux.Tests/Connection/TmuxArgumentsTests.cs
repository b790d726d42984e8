using RunKit.Tmux.Ports;
using System.Reflection;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Connection;

public class TmuxArgumentsTests
{
    private static readonly SocketPath Socket = new("/tmp/tmux-0/work");
    private static readonly TmuxCommand Ls = new("list-sessions");

    [Fact]
    public void Joining_always_says_N_and_names_the_socket_by_its_path()
    {
        TmuxArguments.Join(Socket, Ls).Words.ShouldBe(["-N", "-u", "-S", "/tmp/tmux-0/work", "list-sessions"]);
        TmuxArguments.Join(Socket, Ls).MayStartServer.ShouldBeFalse();
    }

    [Theory]
    [InlineData("new-session")]
    [InlineData("start-server")]
    [InlineData("attach-session")]
    [InlineData("kill-server")]
    [InlineData("N")]
    public void No_command_takes_the_N_away(string name)
    {
        TmuxArguments.Join(Socket, new TmuxCommand(name)).Words[0].ShouldBe("-N");
    }

    [Fact]
    public void There_is_no_other_way_to_make_one()
    {
        typeof(TmuxArguments).GetConstructors(BindingFlags.Public | BindingFlags.Instance).ShouldBeEmpty();
        typeof(TmuxArguments).GetProperties().ShouldAllBe(property => property.SetMethod == null);
        typeof(TmuxArguments).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(TmuxArguments)).Select(method => method.Name).Distinct().Order()
            .ShouldBe(["Create", "Join"]);
    }

    [Fact]
    public void Only_a_creation_may_start_a_server()
    {
        var creation = TmuxArguments.Create(Socket, new CreateCommands(new NewServer(new ServerName("work"), null, null, [], AttachOk: false), "/", "n"));

        creation.Words.Take(5).ShouldBe(["-u", "-S", "/tmp/tmux-0/work", "start-server", ";"]);
        creation.MayStartServer.ShouldBeTrue();
    }

    [Fact]
    public void Without_a_command_tmux_would_make_a_session_so_one_is_required()
    {
        Should.Throw<ArgumentException>(() => TmuxArguments.Join(Socket)).Message.ShouldContain("at least one command");
    }

    [Fact]
    public void Commands_follow_each_other_with_a_semicolon_between() =>
        TmuxArguments.Join(Socket, Ls, new TmuxCommand("kill-session", "-t", "$1")).Words[4..]
            .ShouldBe(["list-sessions", ";", "kill-session", "-t", "$1"]);

    [Theory]
    [InlineData("a;", "a\\;")]
    [InlineData(";", "\\;")]
    [InlineData("a\\;", "a\\\\;")]
    [InlineData("a;b", "a;b")]
    [InlineData(";a", ";a")]
    [InlineData("a\\", "a\\")]
    public void A_word_that_ends_with_a_semicolon_stays_a_word(string word, string inVector) =>
        TmuxArguments.Join(Socket, new TmuxCommand("set-buffer", word)).Words[^1].ShouldBe(inVector);

    [Fact]
    public void The_sockets_directory_is_known() =>
        TmuxArguments.Join(new SocketPath("/tmp/tmux-0/work"), Ls).SocketDirectory.ShouldBe("/tmp/tmux-0");

    [Fact]
    public void Vectors_are_equal_by_their_words()
    {
        TmuxArguments.Join(Socket, Ls).ShouldBe(TmuxArguments.Join(Socket, Ls));
        TmuxArguments.Join(Socket, Ls).ShouldNotBe(TmuxArguments.Join(Socket, new TmuxCommand("kill-server")));
        TmuxArguments.Join(Socket, Ls).ToString().ShouldBe("-N -u -S /tmp/tmux-0/work list-sessions");
    }
}
