using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RunKit.Cluster.Certificates;

namespace RunKit.Cluster.Tests.Nodes;

/// <summary>Who has no certificate of the cluster gets nothing, and costs its members nothing.</summary>
public sealed class StrangerTests(Pair pair) : IClassFixture<Pair>
{
    private (string Host, int Port) At => ListenAddress.Parse(pair.A.Context.Facts.Listen)!.Value;

    [Fact]
    public async Task Plain_TCP_gets_nothing()
    {
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.0\r\n\r\n"));

        (await ReadToEndAsync(client.GetStream())).ShouldNotContain((byte)'H');
        await StillAnswerAsync();
    }

    [Fact]
    public async Task TLS_without_a_certificate_gets_nothing() => await RefusedAsync(null);

    [Fact]
    public async Task A_certificate_of_another_authority_gets_nothing()
    {
        using var authority = Authority.Create(TimeProvider.System.GetUtcNow());
        using var certificate = Authority.Issue(authority, "b", TimeProvider.System.GetUtcNow());
        await RefusedAsync(certificate);
    }

    [Fact]
    public async Task Silent_connections_cost_the_members_nothing()
    {
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 500; i++)
            {
                silent.Add(await ConnectAsync());
            }

            await StillAnswerAsync();
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }

        await StillAnswerAsync();
    }

    [Fact]
    public async Task A_node_of_another_cluster_is_refused_and_nobody_of_either_ends()
    {
        await using var other = new TestCluster().With("x");
        var facts = other.FilesOf("x").Load(TimeProvider.System.GetUtcNow()).Facts;
        other.FilesOf("x").Save(facts with { Peers = [pair.A.Context.Facts.Listen] });
        var stranger = other.Start("x");

        await Eventually.TrueAsync(() => stranger.Log.Lines.Any(line => line.Contains("a member of the cluster", StringComparison.Ordinal)), "the stranger is alone in its own");
        await StillAnswerAsync();

        stranger.Node.GetNodes().ShouldHaveSingleItem();
        pair.A.Node.GetNodes().Select(node => node.Name).ShouldBe(["a", "b"]);
    }

    private async Task RefusedAsync(X509Certificate2? certificate)
    {
        using var client = await ConnectAsync();
        await using var tls = new SslStream(client.GetStream(), false, (_, shown, _, _) => shown is not null);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "a",
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            });

            // TLS 1.3 tells a client of it only when it reads.
            await tls.WriteAsync(new byte[64]);
            (await tls.ReadAsync(new byte[1])).ShouldBe(0);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // Refused.
        }

        await StillAnswerAsync();
    }

    private async Task StillAnswerAsync()
    {
        await TestCluster.AreOneAsync(pair.A, pair.B);
        (await pair.B.On(pair.A).GetServersAsync(CancellationToken.None)).ShouldBe(pair.A.Plane.Servers);
        pair.A.Log.Lines.ShouldAllBe(line => !line.Contains("begins anew", StringComparison.Ordinal));
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(At.Host, At.Port);
        return client;
    }

    private static async Task<List<byte>> ReadToEndAsync(NetworkStream stream)
    {
        using var limit = new CancellationTokenSource(Eventually.DefaultLimit);
        var all = new List<byte>();
        var buffer = new byte[1024];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, limit.Token)) > 0;)
            {
                all.AddRange(buffer[..read]);
            }
        }
        catch (IOException)
        {
            // Closed the hard way.
        }

        return all;
    }
}
