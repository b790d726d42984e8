using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Login;
using RunKit.Api.Security;

namespace RunKit.Api.Tests.Errors;

/// <summary>Requests that nobody has thought of.</summary>
public sealed class RandomRequestsTests
{
    private const int Requests = 10_000;
    private const int AtOnce = 16;
    private const string Token = "admin-admin-admin-admin";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Methods = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW", "get", ""];

    private static readonly string[] Paths =
    [
        "/v1/servers", "/v1/servers/build", "/v1/servers/build/tree", "/v1/servers/build/kill", "/v1/servers/build/exec", "/v1/servers/build/release",
        "/v1/servers/build/guard", "/v1/node", "/healthz/live", "/healthz/ready", "/metrics", "/openapi/v1.json", "/", "//", "/v1/servers/%00/kill",
        "/v1/servers/../kill", "/v1/servers/%2e%2e/kill", "/v1/servers/a%2Fb/exec", "/v1/events?after=x", "/v1/events?type=nope", "/v1/events?since=x", "*", "http://localhost/v1/servers", "/é", "",
        "/v1/servers/build/panes/5/send", "/v1/servers/build/panes/5/keys", "/v1/servers/build/panes/5/wait", "/v1/servers/build/panes/5/capture?history=all",
        "/v1/servers/build/panes/%25/send", "/v1/servers/build/panes/99999999999/keys", "/v1/servers/build/run", "/v1/runs", "/v1/runs/1", "/v1/runs/1/cancel", "/v1/runs/x/cancel",
        "/v1/login", "/login", "/v1/session", "/v1/logout",
    ];

    private static readonly string[] Headers =
    [
        $"Authorization: Bearer {Token}", "Authorization: Bearer x", "Authorization: Bearer", "Authorization: Basic eA==", "Host: localhost", "Host: evil.example", "Host:",
        "Origin: https://evil.example", "Origin: null", "If-None-Match: *", "If-None-Match: \"\"\"", "Last-Event-ID: e1-0", "Content-Type: text/plain",
        "Content-Length: -1", "Content-Length: 99999999999", "Transfer-Encoding: chunked", "Expect: 100-continue", "Upgrade: websocket", "Accept: application/xml",
        "X: \u0001", "X", ": y", "Access-Control-Request-Method: POST", "Cookie: a=b", "Cookie: runkit-0=x", "Cookie: runkit-0=\"", "Origin: http://localhost", "X-RunKit-Key: x",
    ];

    private static readonly string[] Bodies =
    [
        "{}", "[]", "null", "{\"force\":true}", "{\"force\":1}", "{\"server\":\"build\"}", "{\"server\":\"../x\"}", "{\"server\":\"a\",\"command\":[1]}", "{\"command\":[\"send-keys\",\"x\"]}",
        "{\"command\":[\"kill-server\"],\"timeoutMs\":-5}", "{\"command\":[\"\\u0000\"]}", "{\"command\":null}", "{\"x\":1}", "\"", "{{{{", "\u00ff\u00fe", "7", "{\"command\":[\"a\"],\"input\":[]}",
        "{\"text\":\"ls\"}", "{\"text\":\"a\\u001bb\",\"timeoutMs\":1}", "{\"text\":7}", "{\"keys\":[\"Enter\"]}", "{\"keys\":[]}", "{\"prompt\":true,\"timeoutMs\":1}", "{\"text\":\"(\"}",
        "{\"scope\":\"read\"}", "{\"scope\":\"all\"}", "{\"secret\":\"x\"}",
    ];

    // Chance alone hardly ever asks for something that is done.
    private static readonly (string Path, string Body)[] Fitting =
    [
        ("/v1/servers", "{\"server\":\"build\"}"), ("/v1/servers/build/kill", "{}"), ("/v1/servers/build/kill", "{\"force\":true}"), ("/v1/servers/build/release", "{}"),
        ("/v1/servers/build/guard", ""), ("/v1/servers/build/exec", "{\"command\":[\"send-keys\",\"x\"]}"), ("/v1/servers/build/panes/5/send", "{\"text\":\"ls\"}"),
        ("/v1/servers/build/panes/5/keys", "{\"keys\":[\"Enter\"]}"), ("/v1/servers/build/run", "{\"command\":[\"true\"]}"), ("/v1/runs/1/cancel", ""),
        ("/v1/login", "{}"), ("/v1/session", "{\"secret\":\"x\"}"), ("/v1/logout", ""),
    ];

    [Fact]
    public async Task Ten_thousand_of_them_give_no_fault_no_trace_and_no_change_without_its_audit_line()
    {
        var trail = new Trail();
        await using var host = await ApiHost.StartAsync(
            access: new AccessPolicy(AccessTokens.Parse($"boss admin {Token}"), [], []) { Logins = new Logins(TimeProvider.System) }, services: services => services.AddSingleton<IAuditTrail>(trail));
        var random = new Random(1);
        var answers = new ConcurrentBag<string>();
        foreach (var batch in Enumerable.Range(0, Requests).Select(_ => (OverTcp: random.Next(2) == 0, Sent: Request(random))).Chunk(AtOnce))
        {
            foreach (var answer in await Task.WhenAll(batch.Select(request => AskAsync(host, request.OverTcp, request.Sent.Bytes, request.Sent.IsWhole))))
            {
                answers.Add(answer);
            }
        }

        answers.ShouldContain(answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
        answers.Where(answer => answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal)).ShouldBeEmpty();
        answers.Where(answer => answer.Contains("System.", StringComparison.Ordinal) || answer.Contains("   at ", StringComparison.Ordinal) || answer.Contains("Exception", StringComparison.Ordinal)).ShouldBeEmpty();
        host.Log.Of("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware").ShouldBeEmpty();
        var changes = host.Plane.Asked.Count(asked => asked.Split(' ')[0] is "kill" or "new" or "exec" or "release" or "guard" or "send" or "keys" or "run" or "cancel");
        changes.ShouldBeGreaterThan(1000);
        trail.Entries.Count(entry => entry.Phase == AuditPhase.Intent && entry.Operation is not ("login" or "session" or "logout")).ShouldBe(changes);
        Of(AuditPhase.Intent).ShouldBeSubsetOf(Of(AuditPhase.Outcome));

        string[] Of(AuditPhase phase) => [.. trail.Entries.Where(entry => entry.Phase == phase).Select(entry => entry.Request)];
    }

    // To a server, a caller that sends no more may be one that has gone: only a request that is whole for certain waits for its answer.
    private static (byte[] Bytes, bool IsWhole) Request(Random random)
    {
        if (random.Next(4) == 0)
        {
            var (to, with) = Fitting[random.Next(Fitting.Length)];
            return (Encoding.Latin1.GetBytes($"POST {to} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token}\r\nContent-Length: {with.Length}\r\nConnection: close\r\n\r\n{with}"), true);
        }

        var (path, body) = random.Next(4) == 0 ? Fitting[random.Next(Fitting.Length)] : (One(random, Paths), One(random, Bodies));
        var method = random.Next(4) == 0 ? "POST" : One(random, Methods);
        var text = new StringBuilder($"{method} {path} HTTP/1.{random.Next(2)}\r\n");
        if (random.Next(4) != 0)
        {
            text.Append($"Host: localhost\r\nAuthorization: Bearer {Token}\r\n");
        }

        for (var count = random.Next(4) * random.Next(2); count > 0; count--)
        {
            text.Append(One(random, Headers)).Append("\r\n");
        }

        text.Append(random.Next(8) == 0 ? "" : $"Content-Length: {body.Length}\r\n").Append("Connection: close\r\n\r\n").Append(body);
        var bytes = Encoding.Latin1.GetBytes(text.ToString());
        if (random.Next(10) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return (random.Next(20) == 0 ? bytes[..random.Next(1, bytes.Length)] : bytes, false);
    }

    private static string One(Random random, string[] of) => of[random.Next(of.Length)];

    private static async Task<string> AskAsync(ApiHost host, bool overTcp, byte[] request, bool isWhole)
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var stream = await host.ConnectAsync(overTcp, limit.Token);
        try
        {
            await stream.WriteAsync(request, limit.Token);
            if (!isWhole)
            {
                stream.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            }

            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadToEndAsync(limit.Token);
        }
        catch (IOException)
        {
            // What is no HTTP may be cut off in the middle of it.
            return "";
        }
        catch (System.Net.Sockets.SocketException)
        {
            return "";
        }
    }

    private sealed class Trail : IAuditTrail
    {
        private readonly ConcurrentQueue<AuditEntry> _entries = new();

        public IEnumerable<AuditEntry> Entries => _entries;

        public void Write(AuditEntry entry) => _entries.Enqueue(entry);
    }
}
