using System.Net;
using System.Text;
using RunKit.Hosting.Notices;

namespace RunKit.Hosting.Tests.Notices;

/// <summary>The webhook against receivers of every kind.</summary>
public sealed class WebhookTests
{
    private static readonly byte[] Notice = Encoding.UTF8.GetBytes("""{"type":"agent.state"}""");

    [Fact]
    public async Task A_notice_is_posted_with_a_signature_that_its_receiver_can_check()
    {
        using var receiver = new Receiver(_ => 204);

        var delivery = await receiver.SendAsync("s3cret\n", Notice);

        delivery.Delivered.ShouldBeTrue(delivery.Detail);
        var (headers, body) = receiver.Taken.ShouldHaveSingleItem();
        body.ShouldBe(Notice);
        headers["Content-Type"].ShouldBe("application/json");
        headers[WebhookChannel.SignatureHeader].ShouldBe(WebhookChannel.Sign("s3cret"u8, headers[WebhookChannel.TimestampHeader]!, Notice));
    }

    [Fact]
    public void A_signature_is_the_one_that_others_make() =>
        WebhookChannel.Sign("key"u8, "1700000000", "{}"u8).ShouldBe("sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("key"u8.ToArray(), "1700000000.{}"u8.ToArray())));

    [Theory]
    [InlineData(500, true, "it answered 500")]
    [InlineData(503, true, "it answered 503")]
    [InlineData(429, true, "it answered 429")]
    [InlineData(401, false, "it answered 401")]
    [InlineData(404, false, "it answered 404")]
    public async Task What_a_receiver_refuses_is_tried_again_where_that_may_help(int status, bool again, string detail)
    {
        using var receiver = new Receiver(_ => status);

        (await receiver.SendAsync("s", Notice)).ShouldBe(new(Delivered: false, MayRetry: again, detail));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var inner = new Receiver(_ => 200);
        using var receiver = new Receiver(response =>
        {
            response.RedirectLocation = inner.Url.ToString();
            return 307;
        });

        var delivery = await receiver.SendAsync("s", Notice);

        (delivery.Delivered, delivery.MayRetry).ShouldBe((false, false));
        delivery.Detail.ShouldContain("not followed");
        inner.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_at_the_url_and_no_secret_are_told_in_one_line()
    {
        Uri url;
        using (var gone = new Receiver(_ => 200))
        {
            url = gone.Url;
        }

        using var channel = new WebhookChannel(url, "/nowhere/secret", TimeProvider.System);
        (await channel.SendAsync(Notice, CancellationToken.None)).Detail.ShouldStartWith("the secret cannot be read");
        var file = Path.GetTempFileName();
        using var other = new WebhookChannel(url, file, TimeProvider.System);
        (await other.SendAsync(Notice, CancellationToken.None)).Detail.ShouldEndWith("is empty");
        await File.WriteAllTextAsync(file, "s");
        (await other.SendAsync(Notice, CancellationToken.None)).Detail.ShouldStartWith("it cannot be reached");
        File.Delete(file);
    }

    [Fact]
    public async Task A_command_reads_the_notice_and_its_status_is_told()
    {
        var file = Path.GetTempFileName();
        (await new CommandChannel(["sh", "-c", $"cat > {file}"], TimeProvider.System).SendAsync(Notice, CancellationToken.None)).Delivered.ShouldBeTrue();
        (await File.ReadAllBytesAsync(file)).ShouldBe(Notice);
        (await new CommandChannel(["sh", "-c", "cat; exit 3"], TimeProvider.System).SendAsync(Notice, CancellationToken.None)).Detail.ShouldBe("it ended with 3");
        (await new CommandChannel(["/nowhere/notify"], TimeProvider.System).SendAsync(Notice, CancellationToken.None)).Detail.ShouldContain("cannot be started");
        File.Delete(file);
    }

    /// <summary>Takes what is posted, and answers as a test says.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _secret = Path.GetTempFileName();

        public Receiver(Func<HttpListenerResponse, int> answer)
        {
            Url = new Uri($"http://127.0.0.1:{FreePort()}/hook/");
            _listener.Prefixes.Add(Url.ToString());
            _listener.Start();
            _ = ServeAsync(answer);
        }

        public Uri Url { get; }

        public List<(System.Collections.Specialized.NameValueCollection Headers, byte[] Body)> Taken { get; } = [];

        public async Task<RunKit.Actors.Notices.NoticeDelivery> SendAsync(string secret, byte[] notice)
        {
            await File.WriteAllTextAsync(_secret, secret);
            using var channel = new WebhookChannel(Url, _secret, TimeProvider.System);
            return await channel.SendAsync(notice, CancellationToken.None);
        }

        public void Dispose()
        {
            _listener.Close();
            File.Delete(_secret);
        }

        private async Task ServeAsync(Func<HttpListenerResponse, int> answer)
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    Taken.Add((context.Request.Headers, body.ToArray()));
                    context.Response.StatusCode = answer(context.Response);
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private static int FreePort()
        {
            using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            socket.Start();
            return ((IPEndPoint)socket.LocalEndpoint).Port;
        }
    }
}
