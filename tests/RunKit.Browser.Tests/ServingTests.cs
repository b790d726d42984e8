using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace RunKit.Browser.Tests;

/// <summary>The page and its files as a node sends them.</summary>
public sealed partial class ServingTests(Chromium chromium) : DeskTests(chromium)
{
    [BrowserFact]
    public async Task The_policy_admits_scripts_and_styles_by_nonce_alone_and_another_one_each_time()
    {
        using var client = await LogInAsync();

        using var first = await client.GetAsync(Desk.Address);
        using var second = await client.GetAsync(Desk.Address);

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = first.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldNotContain("unsafe");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        second.Headers.GetValues("Content-Security-Policy").Single().ShouldNotBe(policy);
        (await first.Content.ReadAsStringAsync()).ShouldContain(Nonce().Match(policy).Groups["nonce"].Value);
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [BrowserFact]
    public async Task Files_are_kept_for_good_sent_compressed_and_whole_where_compression_is_not_understood()
    {
        using var client = await LogInAsync();
        var page = await client.GetStringAsync(Desk.Address);
        var script = Desk.Address + Script().Match(page).Groups["name"].Value;

        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var encoding in (string[])["br", "gzip", "identity"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, script);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
            using var answer = await client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
            answer.Content.Headers.ContentEncoding.ShouldBe(encoding == "identity" ? [] : [encoding]);
            sizes[encoding] = (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        sizes["br"].ShouldBeLessThan(sizes["gzip"]);
        sizes["gzip"].ShouldBeLessThan(sizes["identity"]);
    }

    [BrowserFact]
    public async Task What_is_loaded_for_the_servers_and_a_terminal_is_less_than_250_kilobytes()
    {
        await Desk.StartServerAsync("build", Raw);
        var page = await Desk.ComeAsync();
        var loaded = new ConcurrentQueue<IRequest>();
        page.RequestFinished += (_, request) => loaded.Enqueue(request);
        await Desk.LogInAsync(page);
        await Desk.ShowAsync(page, "#/pane/build/0");
        await ShowsAsync(page, "ready");

        var bytes = 0;
        foreach (var request in loaded.Where(request => request.ResourceType is "script" or "stylesheet" or "document"))
        {
            bytes += (await request.SizesAsync()).ResponseBodySize;
        }

        bytes.ShouldBeInRange(50_000, 250_000);
    }

    [BrowserFact]
    public async Task A_page_of_another_port_gets_no_connection_by_a_cookie_that_is_not_its_own()
    {
        var page = await Desk.OpenAsync();
        using var client = new HttpClient();
        // The cookie goes to every port of the host; the page's own origin is what counts.
        var cookies = await page.Context.CookiesAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Desk.Address}v1/live");
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        request.Headers.TryAddWithoutValidation("Origin", "http://127.0.0.1:1");
        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<HttpClient> LogInAsync()
    {
        var page = await Desk.OpenAsync();
        var cookie = (await page.Context.CookiesAsync()).Single();
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", $"{cookie.Name}={cookie.Value}");
        return client;
    }

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nonce();

    [GeneratedRegex("src=\"(?<name>app-[^\"]+\\.js)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();
}
