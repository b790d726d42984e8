using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Processes.Connections;
using RunKit.Tmux.Processes.Probing;

namespace RunKit.Tmux.Processes.Tests.Connections;

public class StaleClientsTests : BenchTests
{
    [Fact]
    public async Task A_client_whose_owner_is_dead_is_asked_to_go()
    {
        var server = await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        var client = Sandbox.OwnClients().ShouldHaveSingleItem();
        StaleClients.Clear(Sandbox.SocketDirectory, new Nobody()).ShouldBe([client]);
        (await connection.EndAsync()).SawExit.ShouldBeTrue();
        Sandbox.Server("a").ShouldBe(server);
    }

    [Fact]
    public async Task A_client_whose_owner_lives_is_left_alone()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        StaleClients.Clear(Sandbox.SocketDirectory, new ProcessTable()).ShouldBeEmpty();
        connection.Closed.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Clients_of_another_directory_and_other_peoples_clients_and_servers_are_left_alone()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        StaleClients.Clear("/tmp/elsewhere", new Nobody()).ShouldBeEmpty();
        await connection.DisposeAsync();
        StaleClients.Clear(Sandbox.SocketDirectory, new Nobody()).ShouldBeEmpty();
        Sandbox.IsAlive("a").ShouldBeTrue();
    }

    private sealed class Nobody : IProcessTable
    {
        public ProcessStatus? Find(int pid) => null;

        public bool IsOurAncestor(int pid) => false;
    }
}
