using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Processes.Spawning;
using RunKit.Tmux.Processes.Connections;

namespace RunKit.Tmux.Processes.Tests.Connections;

/// <summary>They count this process's descriptors, and so run alone.</summary>
[Collection(nameof(Alone))]
public abstract class DescriptorTests(DialTransport transport) : BenchTests(transport)
{
    private const int Times = 40;

    [Fact]
    public async Task Connections_that_ended_keep_no_descriptor_open()
    {
        await Bench.StartAsync("a");
        await (await Bench.ConnectAsync("a")).DisposeAsync();
        var before = Pipes();
        for (var i = 0; i < Times; i++)
        {
            await (await Bench.ConnectAsync("a")).DisposeAsync();
        }

        Pipes().ShouldBeLessThan(before + Times, "each connection had three");
    }

    [Fact]
    public async Task One_shot_commands_that_ended_keep_no_descriptor_open()
    {
        await Bench.StartAsync("a");
        var tmux = new CliWrapOneShotTmux(Bench.Spawner, Bench.Binary, TimeProvider.System);
        var list = TmuxArguments.Join(Sandbox.Socket("a"), new TmuxCommand("list-sessions"));
        var before = Pipes();
        for (var i = 0; i < Times; i++)
        {
            await tmux.RunAsync(list, null, TimeSpan.FromSeconds(60), CancellationToken.None);
        }

        Pipes().ShouldBeLessThan(before + Times, "each process had three");
    }

    [Fact]
    public async Task A_connection_given_up_on_a_stopped_server_keeps_no_descriptor_open()
    {
        await using var bench = new Bench(time: new HurriedTime(times: 10), transport: Transport);
        var server = await bench.StartAsync("a");
        var before = Pipes();
        var connection = await bench.ConnectAsync("a");
        bench.Sandbox.Stop(server);
        await connection.DisposeAsync();
        await Eventually.TrueAsync(() => Pipes() <= before, "its pipes are closed, though the server holds the other ends");
    }

    private static int Pipes() =>
        Directory.EnumerateFiles("/proc/self/fd")
            .Select(Target)
            .Count(target => target.StartsWith("pipe:", StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal));

    // What is closed while they are looked at is no longer there.
    private static string Target(string fd)
    {
        try
        {
            return File.ResolveLinkTarget(fd, returnFinalTarget: false)?.Name ?? "";
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}

/// <summary>Over a tmux process.</summary>
[Collection(nameof(Alone))]
public sealed class ProcessDescriptorTests() : DescriptorTests(DialTransport.Process);

/// <summary>Over the server's own socket.</summary>
[Collection(nameof(Alone))]
public sealed class SocketDescriptorTests() : DescriptorTests(DialTransport.Auto);

/// <summary>Tests that run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;
