using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RunKit.Cli.Tests.CommandLine;

public sealed class NodeUrlTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task The_verbs_work_over_a_url_with_the_tokens_of_this_users_nodes()
    {
        await using var runkit = new Runkit();
        var url = await ListeningAsync(runkit);

        (await runkit.RunAsync("new", "--node", url, "-L", "made")).ShouldBeDone();
        (await runkit.RunAsync("exec", "--node", url, "-L", "made", "--", "display-message", "-p", "hello")).ShouldBeDone().ShouldBe("hello\n");
        (await runkit.RunAsync("ls", "--node", url, "--json")).ShouldBeDone().ShouldContain("\"made\"");
        var watch = runkit.Start("watch", "--node", url, "--until", "server.lost");
        await watch.SaysAsync("watching node");
        (await runkit.RunAsync("kill", "--node", url, "-L", "made")).Status.ShouldBe(0);
        (await watch.EndAsync()).Status.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_reaches_as_far_as_its_scope_and_a_wrong_one_nowhere()
    {
        await using var runkit = new Runkit();
        var reader = await FileAsync(runkit, "reader", "0123456789abcdefghij\n");
        Directory.CreateDirectory(Path.GetDirectoryName(runkit.TokenFile)!, OwnerOnly | UnixFileMode.UserExecute);
        await FileAsync(runkit, runkit.TokenFile, "reader read 0123456789abcdefghij\n");
        var url = await ListeningAsync(runkit);

        (await runkit.RunAsync("ls", "--node", url, "--token-file", reader, "--json")).ShouldBeDone().ShouldBe("[]\n");
        (await runkit.RunAsync("new", "--node", url, "--token-file", reader, "-L", "made")).ShouldComplain(1, "scope");
        (await runkit.RunAsync("ls", "--node", url, "--token-file", await FileAsync(runkit, "wrong", "x")))
            .ShouldComplain(1, "token").Error.ShouldNotContain("0123456789");
    }

    [Theory]
    [InlineData("http://192.0.2.1:7117", 2, "shows the token to the network")]
    [InlineData("http://127.0.0.1:7117/v1", 2, "http://HOST:PORT")]
    [InlineData("http://me@127.0.0.1:7117", 2, "http://HOST:PORT")]
    [InlineData("https://", 2, "is no URL")]
    [InlineData("http://127.0.0.1:1", 1, "the node at http://127.0.0.1:1 cannot be reached")]
    public async Task A_url_that_will_not_do_is_one_line(string url, int status, string words)
    {
        await using var runkit = new Runkit();
        var token = await FileAsync(runkit, "token", "0123456789abcdefghij");

        (await runkit.RunAsync("ls", "--node", url, "--token-file", token)).ShouldComplain(status, words);
    }

    [Theory]
    [InlineData("", 0b_110_000_000, "holds no token")]
    [InlineData("two words", 0b_110_000_000, "NAME SCOPE TOKEN")]
    [InlineData("0123456789abcdefghij", 0b_110_100_000, "run: chmod 600")]
    public async Task A_token_file_that_will_not_do_is_one_line(string text, int mode, string words)
    {
        await using var runkit = new Runkit();
        var token = await FileAsync(runkit, "token", text);
        File.SetUnixFileMode(token, (UnixFileMode)mode);

        (await runkit.RunAsync("ls", "--node", "http://127.0.0.1:1", "--token-file", token)).ShouldComplain(1, words);
        (await runkit.RunAsync("ls", "--node", "http://127.0.0.1:1")).ShouldComplain(1, "--token-file");
    }

    [Fact]
    public async Task A_node_listens_at_a_path_and_never_at_a_url()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("serve", "--node", "http://127.0.0.1:7117")).ShouldComplain(2, "--listen opens a port");
    }

    [Fact]
    public async Task Behind_a_proxy_with_a_certificate_that_is_trusted_a_node_is_reached_by_https()
    {
        await using var runkit = new Runkit();
        var node = new Uri(await ListeningAsync(runkit));
        using var certificate = Certificate();
        using var proxy = new SecureProxy(certificate, node.Port);

        (await runkit.RunAsync("ls", "--node", proxy.Url)).ShouldComplain(1, "certificate");
        runkit.Environment["SSL_CERT_FILE"] = await FileAsync(runkit, "trusted", certificate.ExportCertificatePem());
        (await runkit.RunAsync("ls", "--node", proxy.Url, "--json")).ShouldBeDone().ShouldBe("[]\n");
    }

    private static async Task<string> FileAsync(Runkit runkit, string name, string text)
    {
        var path = Path.Combine(runkit.Sandbox.Root, name);
        await File.WriteAllTextAsync(path, text);
        File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }

    private static async Task<string> ListeningAsync(Runkit runkit) => (await runkit.ServeAsync("--listen", "0")).Url;

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    /// <summary>Takes TLS off and passes on what is inside.</summary>
    private sealed class SecureProxy : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private readonly int _port;

        public SecureProxy(X509Certificate2 certificate, int port)
        {
            (_certificate, _port) = (certificate, port);
            _listener.Start();
            _ = AcceptAsync();
        }

        public string Url => $"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient accepted)
        {
            try
            {
                using var caller = accepted;
                await using var outside = new SslStream(caller.GetStream());
                await outside.AuthenticateAsServerAsync(_certificate);
                using var node = new TcpClient();
                await node.ConnectAsync(IPAddress.Loopback, _port);
                await Task.WhenAny(outside.CopyToAsync(node.GetStream()), node.GetStream().CopyToAsync(outside));
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // A caller who does not trust it has gone.
            }
        }
    }
}
