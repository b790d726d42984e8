using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Login;
using RunKit.Api.Security;

namespace RunKit.Api.Tests.Login;

/// <summary>A browser's way in, claim by claim.</summary>
public sealed class LoginTests
{
    private static readonly AccessTokens Tokens = AccessTokens.Parse("boss admin admin-admin-admin-admin");
    private readonly ManualTime _time = new();
    private readonly Trail _trail = new();

    [Fact]
    public async Task A_link_holds_its_secret_where_no_browser_sends_it_and_its_page_holds_none()
    {
        await using var host = await StartAsync();
        using var client = host.TcpClient(null);

        var secret = await LinkAsync(host);
        var page = await client.GetAsync("/login");
        var html = await page.Content.ReadAsStringAsync();

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        html.ShouldNotContain(secret);
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        page.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task The_page_may_run_its_own_script_and_no_other()
    {
        await using var host = await StartAsync();
        using var client = host.TcpClient(null);

        var page = await client.GetAsync("/login");
        var html = await page.Content.ReadAsStringAsync();

        var script = html[(html.IndexOf("<script>", StringComparison.Ordinal) + 8)..html.IndexOf("</script>", StringComparison.Ordinal)];
        page.Headers.GetValues("Content-Security-Policy").Single()
            .ShouldContain($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}';");
        script.ShouldContain("button.onclick");
        script.ShouldContain("history.replaceState");
    }

    [Fact]
    public async Task Looking_at_a_link_spends_nothing_and_the_first_who_posts_its_secret_spends_it()
    {
        await using var host = await StartAsync();
        var secret = await LinkAsync(host);
        using var preview = host.TcpClient(null);
        await preview.GetAsync("/login");
        await preview.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/login"));

        (await OpenAsync(host, secret)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var second = await OpenAsync(host, secret);
        second.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        second.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await second.Content.ReadAsStringAsync()).ShouldContain("this link has been used");
    }

    [Fact]
    public async Task A_link_is_good_for_a_minute()
    {
        await using var host = await StartAsync();
        var (inTime, late) = (await LinkAsync(host), await LinkAsync(host));

        _time.Advance(TimeSpan.FromSeconds(59));
        (await OpenAsync(host, inTime)).StatusCode.ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await OpenAsync(host, late)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task Only_the_nodes_own_page_logs_in(string? origin)
    {
        await using var host = await StartAsync();
        var secret = await LinkAsync(host);

        (await OpenAsync(host, secret, origin)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await OpenAsync(host, secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_cookie_is_one_that_no_script_reads_and_no_other_site_sends()
    {
        await using var host = await StartAsync();

        var answer = await OpenAsync(host, await LinkAsync(host));

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith($"runkit-{host.Port}=");
        cookie.ShouldContain("; httponly");
        cookie.ShouldContain("; samesite=strict");
        var value = cookie.Split('=', ';')[1];
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain(value);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task The_cookie_reads_and_at_another_host_it_is_nothing()
    {
        await using var host = await StartAsync();
        var browser = await BrowserAsync(host);

        (await AskAsync(host, browser, HttpMethod.Get, "/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(host, browser, HttpMethod.Get, "/v1/servers", hostHeader: $"localhost:{host.Port}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(host, browser with { Cookie = browser.Cookie + "x" }, HttpMethod.Get, "/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task A_change_by_a_cookie_without_its_pages_origin_or_key_is_refused_and_nothing_is_asked(bool withOrigin, bool withKey)
    {
        await using var host = await StartAsync();
        var browser = await BrowserAsync(host);

        var answer = await AskAsync(host, browser, HttpMethod.Post, "/v1/servers/alpha/kill", origin: withOrigin, key: withKey ? browser.Key : null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        host.Plane.Asked.ShouldBeEmpty();
        _trail.Entries.Last().ShouldSatisfyAllConditions(entry => entry.Operation.ShouldBe("kill"), entry => entry.Outcome.ShouldBe(ProblemCodes.ForeignOrigin));
    }

    [Fact]
    public async Task A_key_of_another_login_is_none()
    {
        await using var host = await StartAsync();
        var (one, other) = (await BrowserAsync(host), await BrowserAsync(host));

        (await AskAsync(host, one, HttpMethod.Post, "/v1/servers/alpha/kill", origin: true, key: other.Key)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        host.Plane.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_by_the_page_that_logged_in_is_done_and_written_down_under_its_name()
    {
        await using var host = await StartAsync();
        var browser = await BrowserAsync(host);

        (await AskAsync(host, browser, HttpMethod.Post, "/v1/servers/alpha/kill", origin: true, key: browser.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);

        host.Plane.Asked.ShouldBe(["kill alpha"]);
        _trail.Entries.Where(entry => entry.Operation == "kill").Select(entry => entry.By).ShouldBe(["browser-1", "browser-1"]);
        _trail.Entries.Select(entry => $"{entry.Operation} {entry.Phase}").Take(4).ShouldBe(["login Intent", "login Outcome", "session Intent", "session Outcome"]);
        _trail.Entries.ShouldAllBe(entry => !Encoding.UTF8.GetString(entry.ToJson()).Contains(browser.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browser_may_do_as_much_as_its_link_said()
    {
        await using var host = await StartAsync();
        var browser = await BrowserAsync(host, "read");

        (await AskAsync(host, browser, HttpMethod.Get, "/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await AskAsync(host, browser, HttpMethod.Post, "/v1/servers/alpha/kill", origin: true, key: browser.Key);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(ProblemCodes.ScopeTooSmall);
        host.Plane.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_login_ends_after_half_a_day_and_when_it_is_told_to()
    {
        await using var host = await StartAsync();
        var (one, other) = (await BrowserAsync(host), await BrowserAsync(host));

        (await AskAsync(host, one, HttpMethod.Post, "/v1/logout", origin: true, key: one.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(host, one, HttpMethod.Get, "/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(host, other, HttpMethod.Get, "/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _time.Advance(Logins.SessionLife);
        (await AskAsync(host, other, HttpMethod.Get, "/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Over_tcp_only_who_may_do_everything_makes_links()
    {
        await using var host = await StartAsync();
        var browser = await BrowserAsync(host, "manage");

        (await AskAsync(host, browser, HttpMethod.Post, "/v1/login", origin: true, key: browser.Key)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = host.TcpClient(null);
        (await stranger.PostAsync("/v1/login", new StringContent("{}"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("{\"scope\":\"all\"}")]
    [InlineData("[]")]
    [InlineData("{\"secret\":1}")]
    public async Task A_body_that_makes_no_link_is_a_problem(string body)
    {
        await using var host = await StartAsync();
        using var client = host.Client();

        (await client.PostAsync("/v1/login", new StringContent(body))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private Task<ApiHost> StartAsync() => ApiHost.StartAsync(
        time: _time,
        access: new AccessPolicy(Tokens, [], []) { Logins = new Logins(_time) },
        services: services => services.AddSingleton<IAuditTrail>(_trail));

    // By the unix socket, as `runkit login` asks.
    private static async Task<string> LinkAsync(ApiHost host, string scope = "admin")
    {
        using var client = host.Client();
        using var answer = await client.PostAsync("/v1/login", new StringContent($"{{\"scope\":\"{scope}\"}}"));
        using var link = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        link.RootElement.GetProperty("seconds").GetInt32().ShouldBe(60);
        var parts = link.RootElement.GetProperty("url").GetString()!.Split('#');
        parts[0].ShouldBe("http://127.0.0.1:1/login");
        return parts[1];
    }

    private static Task<HttpResponseMessage> OpenAsync(ApiHost host, string secret) => OpenAsync(host, secret, $"http://127.0.0.1:{host.Port}");

    private static async Task<HttpResponseMessage> OpenAsync(ApiHost host, string secret, string? origin)
    {
        using var client = Bare(host);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/session") { Content = new StringContent($"{{\"secret\":\"{secret}\"}}") };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await client.SendAsync(request);
    }

    private static async Task<Browser> BrowserAsync(ApiHost host, string scope = "admin")
    {
        using var answer = await OpenAsync(host, await LinkAsync(host, scope));
        using var opened = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return new Browser(answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0], opened.RootElement.GetProperty("key").GetString()!);
    }

    private static async Task<HttpResponseMessage> AskAsync(
        ApiHost host, Browser browser, HttpMethod method, string path, bool origin = false, string? key = null, string? hostHeader = null)
    {
        using var client = Bare(host);
        using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? new StringContent("{}") : null };
        request.Headers.Add("Cookie", browser.Cookie);
        request.Headers.Host = hostHeader;
        if (origin)
        {
            request.Headers.Add("Origin", $"http://127.0.0.1:{host.Port}");
        }

        if (key is not null)
        {
            request.Headers.Add(Logins.KeyHeader, key);
        }

        return await client.SendAsync(request);
    }

    // One that keeps no cookies of its own.
    private static HttpClient Bare(ApiHost host) => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{host.Port}") };

    private sealed record Browser(string Cookie, string Key);

    private sealed class Trail : IAuditTrail
    {
        private readonly ConcurrentQueue<AuditEntry> _entries = new();

        public IEnumerable<AuditEntry> Entries => _entries;

        public void Write(AuditEntry entry) => _entries.Enqueue(entry);
    }
}
