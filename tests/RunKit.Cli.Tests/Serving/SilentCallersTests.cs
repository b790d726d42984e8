using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RunKit.Cli.Tests.Serving;

/// <summary>Callers who connect over TCP, hold no token, and say nothing.</summary>
public sealed class SilentCallersTests
{
    [Fact]
    public async Task As_many_as_there_may_be_are_let_in_and_the_unix_socket_answers_all_the_same()
    {
        await using var runkit = new Runkit();
        runkit.Environment["RUNKIT_HTTP__MAX_CONNECTIONS"] = "8";
        var node = await runkit.ServeAsync("--listen", "0");
        using var callers = new Callers(node, 40);

        (await runkit.RunAsync("ls", "--json")).ShouldBeDone().ShouldBe("[]\n");

        await Eventually.TrueAsync(
            async () => await MetricsAsync(runkit) is var text
                && text.Contains("runkit_http_connections_refused_total{listener=\"tcp\"} 32\n", StringComparison.Ordinal)
                && text.Contains("runkit_http_connections{listener=\"tcp\"} 8\n", StringComparison.Ordinal),
            "32 are turned away and counted");
        await node.SaysAsync("callers by tcp are turned away");
    }

    [Fact]
    public async Task They_cannot_take_the_last_descriptors_from_this_users_own_verbs()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0");
        var limit = Directory.GetFiles($"/proc/{node.Pid}/fd").Length + 300;
        (await runkit.Sandbox.RunAsync("prlimit", "--pid", node.Pid.ToString(CultureInfo.InvariantCulture), $"--nofile={limit}:{limit}")).Status.ShouldBe(0);

        using var callers = new Callers(node, 600);

        await node.SaysAsync("callers by tcp are turned away");
        for (var i = 0; i < 20; i++)
        {
            (await runkit.RunAsync("ls", "--json")).ShouldBeDone().ShouldBe("[]\n");
        }

        node.Error.ShouldNotContain("callers get one answer each");
    }

    private static async Task<string> MetricsAsync(Runkit runkit)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(runkit.NodeSocket), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        return await client.GetStringAsync("http://node/metrics");
    }

    private sealed class Callers : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public Callers(Runkit.Background node, int count)
        {
            var there = new IPEndPoint(IPAddress.Loopback, new Uri(node.Url).Port);
            for (var i = 0; i < count; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(socket);
                Connect(socket, there);
            }
        }

        // Who is turned away may hear of it while connecting.
        private static void Connect(Socket socket, IPEndPoint there)
        {
            try
            {
                socket.Connect(there);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                socket.Close();
            }
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}
