using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using RunKit.Actors.Notices;

namespace RunKit.Hosting.Notices;

/// <summary>
/// Posts notices to a URL, each signed with a secret and the time. A redirect is not followed: it could lead where the URL's owner has no business.
/// </summary>
internal sealed class WebhookChannel : INoticeChannel, IDisposable
{
    /// <summary>Says when it was signed, in seconds since 1970.</summary>
    public const string TimestampHeader = "X-RunKit-Timestamp";

    /// <summary>HMAC-SHA256 over the timestamp, a dot and the body, as <c>sha256=HEX</c>.</summary>
    public const string SignatureHeader = "X-RunKit-Signature";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = Limit };
    private readonly Uri _url;
    private readonly string _secretFile;
    private readonly TimeProvider _time;

    public WebhookChannel(Uri url, string secretFile, TimeProvider time) => (_url, _secretFile, _time) = (url, secretFile, time);

    /// <inheritdoc/>
    public string Name => "webhook";

    /// <summary>The signature of a body.</summary>
    public static string Sign(ReadOnlySpan<byte> secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] text = [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body];
        return $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(secret, text))}";
    }

    /// <inheritdoc/>
    public async Task<NoticeDelivery> SendAsync(ReadOnlyMemory<byte> notice, CancellationToken cancellationToken)
    {
        byte[] secret;
        try
        {
            // Read each time, so that a new one counts at once.
            secret = Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(_secretFile, cancellationToken).ConfigureAwait(false)).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new NoticeDelivery(Delivered: false, MayRetry: true, $"the secret cannot be read: {e.Message}");
        }

        if (secret.Length == 0)
        {
            return new NoticeDelivery(Delivered: false, MayRetry: true, $"the secret in {_secretFile} is empty");
        }

        try
        {
            using var request = Request(notice, secret);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return Verdict(response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            return new NoticeDelivery(Delivered: false, MayRetry: true, $"it cannot be reached: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NoticeDelivery(Delivered: false, MayRetry: true, $"it has not answered within {Limit.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(ReadOnlyMemory<byte> notice, byte[] secret)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var content = new ReadOnlyMemoryContent(notice);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, Sign(secret, timestamp, notice.Span));
        return request;
    }

    private static NoticeDelivery Verdict(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => new NoticeDelivery(Delivered: true, MayRetry: false, $"it answered {(int)status}"),
        >= 300 and < 400 => new NoticeDelivery(Delivered: false, MayRetry: false, $"it answered {(int)status}, a redirect, which is not followed: give the URL that it leads to"),
        408 or 429 or >= 500 => new NoticeDelivery(Delivered: false, MayRetry: true, $"it answered {(int)status}"),
        _ => new NoticeDelivery(Delivered: false, MayRetry: false, $"it answered {(int)status}"),
    };
}
