using System.Text.Json;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Identity;

public class SocketPathTests
{
    [Fact]
    public void A_servers_socket_is_its_name_in_the_directory() =>
        SocketPath.In("/tmp/tmux-1000", new ServerName("work")).Value.ShouldBe("/tmp/tmux-1000/work");

    [Theory]
    [InlineData("work")]
    [InlineData("./work")]
    [InlineData("~/work")]
    public void A_relative_path_is_refused(string path) =>
        Should.Throw<ArgumentException>(() => new SocketPath(path)).Message.ShouldContain("must be absolute");

    [Fact]
    public void An_empty_path_is_refused() => Should.Throw<ArgumentException>(() => new SocketPath(""));

    [Fact]
    public void A_path_with_a_nul_is_refused_because_the_system_would_cut_it_there() =>
        Should.Throw<ArgumentException>(() => new SocketPath("/tmp/a\0b")).Message.ShouldContain("NUL");

    [Fact]
    public void The_limit_counts_bytes_and_not_characters()
    {
        new SocketPath("/" + new string('a', 106)).Value.Length.ShouldBe(107);
        Should.Throw<ArgumentException>(() => new SocketPath("/" + new string('a', 107))).Message.ShouldContain("107 bytes");
        Should.Throw<ArgumentException>(() => new SocketPath("/" + new string('é', 54))).Message.ShouldContain("107 bytes");
    }

    [Fact]
    public void A_path_survives_json()
    {
        var path = new SocketPath("/tmp/tmux-0/default");
        JsonSerializer.Deserialize<SocketPath>(JsonSerializer.Serialize(path)).ShouldBe(path);
    }
}
