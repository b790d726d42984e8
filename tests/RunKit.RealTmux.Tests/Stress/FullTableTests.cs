using System.Globalization;
using System.Net.Sockets;
using System.Text;
using RunKit.Client;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Linux;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>A node that may open hardly anything more.</summary>
public sealed class FullTableTests
{
    private const int NewServers = 6;

    [Fact]
    public async Task A_node_whose_descriptors_are_used_up_refuses_readers_loses_nobody_and_goes_on_when_there_are_some_again()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("old", options: ["tail", "-f", "/dev/null"]);
        await using var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        await node.ConnectsAsync(plane, "old");
        var before = await ViewAsync(plane, "old");
        using var cancel = new CancellationTokenSource();
        var reading = ReadAsync(plane, cancel.Token);
        await Eventually.TrueAsync(async () => await node.OpenStreamsAsync() == 1, "it reads");

        await LimitAsync(sandbox, node, Directory.GetFiles($"/proc/{node.Identity.Pid}/fd").Length + DescriptorReserve.Size + 16);
        using var readers = new Readers(node.Socket);
        await readers.OpenUntilRefusedAsync();
        for (var i = 0; i < NewServers; i++)
        {
            await sandbox.StartAsync($"new{i}", options: ["tail", "-f", "/dev/null"]);
        }

        await sandbox.StartAsync("gone", options: ["tail", "-f", "/dev/null"]);
        await sandbox.TmuxAsync("gone", "kill-server");

        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)).Any(view => view.Error?.Contains("ulimit -n", StringComparison.Ordinal) == true),
            "a new server waits, and its row says why");
        node.Said.ShouldContain(line => line.Contains("callers get one answer each", StringComparison.Ordinal));
        readers.Dispose();

        foreach (var name in Enumerable.Range(0, NewServers).Select(i => $"new{i}").Append("old"))
        {
            await Eventually.TrueAsync(async () => await ViewAsync(plane, name) is { Status: ServerStatus.Connected, Reason: null }, $"{name} is connected");
        }

        (await ViewAsync(plane, "old"))!.Generation.ShouldBe(before!.Generation);
        await cancel.CancelAsync();
        (await reading).OfType<ServerEventEnvelope>().Where(envelope => envelope.Event is ServerLost).Select(envelope => envelope.Server.Value)
            .ShouldBeSubsetOf(["gone"]);
        await Eventually.TrueAsync(() => sandbox.Connections() == NewServers + 1, "each has one client");
    }

    private static async Task<ServerView?> ViewAsync(HttpControlPlane plane, string server) =>
        (await plane.GetServersAsync(CancellationToken.None)).FirstOrDefault(view => view.Name == server);

    private static async Task<List<PlaneEvent>> ReadAsync(HttpControlPlane plane, CancellationToken cancellationToken)
    {
        List<PlaneEvent> read = [];
        try
        {
            await foreach (var happened in plane.ReadEventsAsync(null, cancellationToken))
            {
                read.Add(happened);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        return read;
    }

    private static async Task LimitAsync(TmuxSandbox sandbox, NodeProcess node, int descriptors)
    {
        var (pid, limit) = (node.Identity.Pid.ToString(CultureInfo.InvariantCulture), descriptors.ToString(CultureInfo.InvariantCulture));
        (await sandbox.RunAsync("prlimit", "--pid", pid, $"--nofile={limit}:")).Status.ShouldBe(0);
    }

    /// <summary>Readers of events who stay on the line.</summary>
    private sealed class Readers(string node) : IDisposable
    {
        private static readonly byte[] Question = "GET /v1/events HTTP/1.1\r\nHost: node\r\n\r\n"u8.ToArray();

        private readonly List<Socket> _readers = [];

        /// <summary>One after the other, until one is refused.</summary>
        public async Task OpenUntilRefusedAsync()
        {
            var answer = "";
            for (var i = 0; i < 2 * DescriptorReserve.Size && !answer.Contains("too-many-streams", StringComparison.Ordinal); i++)
            {
                answer = await OpenAsync();
            }

            answer.ShouldStartWith("HTTP/1.1 503");
            answer.ShouldContain("Connection: close");
            answer.ShouldContain("ulimit -n");
        }

        public void Dispose() => _readers.ForEach(reader => reader.Dispose());

        private async Task<string> OpenAsync()
        {
            var reader = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _readers.Add(reader);
            await reader.ConnectAsync(new UnixDomainSocketEndPoint(node));
            await reader.SendAsync(Question);
            var buffer = new byte[4096];
            return Encoding.ASCII.GetString(buffer, 0, await reader.ReceiveAsync(buffer));
        }
    }
}
