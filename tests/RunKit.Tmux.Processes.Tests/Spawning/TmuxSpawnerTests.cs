using System.ComponentModel;
using System.Globalization;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Tests.Spawning;

public class TmuxSpawnerTests : BenchTests
{
    [Fact]
    public async Task A_client_carries_its_owner_and_its_directory_and_little_else()
    {
        await Bench.StartAsync("a");
        await Bench.ConnectAsync("a");
        var environment = File.ReadAllText($"/proc/{Sandbox.OwnClients().ShouldHaveSingleItem()}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var us = new ProcessTable().Find(Environment.ProcessId)!.Identity;
        environment.ShouldContain($"{TmuxSpawner.OwnerVariable}={us.Pid}:{us.StartTicks}");
        environment.Select(variable => variable.Split('=')[0])
            .Except(["PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "SHELL", TmuxSpawner.OwnerVariable, TmuxSpawner.SocketDirectoryVariable])
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_starts_in_the_users_home()
    {
        await Bench.StartAsync("a");
        await Bench.ConnectAsync("a");
        var link = $"/proc/{Sandbox.OwnClients().ShouldHaveSingleItem()}/cwd";
        File.ResolveLinkTarget(link, returnFinalTarget: false)!.FullName.ShouldBe(TmuxSpawner.HomeDirectory);
    }

    [Fact]
    public async Task A_client_gets_the_signal_of_its_parents_death()
    {
        Bench.Spawner.ClientsDieWithUs.ShouldBeTrue("setpriv (util-linux) is not installed here");
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        Bench.Spawner.Dispose();
        (await connection.EndAsync()).SawExit.ShouldBeTrue("the spawning thread has ended, and so has its client");
    }

    [Fact]
    public async Task A_disposed_spawner_starts_nothing_and_says_so()
    {
        await Bench.StartAsync("a");
        Bench.Spawner.Dispose();
        (await Bench.DialAsync("a")).ShouldBeOfType<DialOutcome.Failed>().Detail.ShouldContain("the spawner is disposed");
    }

    [Fact]
    public async Task Every_vector_is_announced_before_it_runs()
    {
        await Bench.StartAsync("a");
        var clients = -1;
        Bench.OnSpawn = () => clients = Sandbox.OwnClients().Count;
        await Bench.ConnectAsync("a");
        clients.ShouldBe(0);
        Bench.Spawned.ShouldHaveSingleItem().Words[0].ShouldBe("-N");
    }
}
