using System.Text;
using System.Text.Json;
using RunKit.Api.Security;

namespace RunKit.Api.Tests.Errors;

/// <summary>Requests as no client sends them, byte by byte, on either transport.</summary>
public sealed class LimitTests
{
    private const string Token = "admin-admin-admin-admin";
    private static readonly string Deep = new('[', 3000);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, int, string> Requests => new()
    {
        { "POST /v1/servers", "Content-Length: 10485760\r\n\r\n{", 413, ProblemCodes.BodyTooLarge },
        { "POST /v1/servers/build/kill", "Content-Length: 10485760\r\n\r\n", 413, ProblemCodes.BodyTooLarge },
        { "POST /v1/servers/build/exec", $"Transfer-Encoding: chunked\r\n\r\n2000\r\n{new string(' ', 0x2000)}\r\n", 413, ProblemCodes.BodyTooLarge },
        { "POST /v1/servers", "Content-Length: 9\r\n\r\n\u0000\u0001\u0002garbag", 400, ProblemCodes.BadBody },
        { "POST /v1/servers", "Content-Length: 4\r\n\r\n\u00ff\u00fe{}", 400, ProblemCodes.BadBody },
        { "POST /v1/servers", $"Content-Length: {Deep.Length}\r\n\r\n{Deep}", 400, ProblemCodes.BadBody },
        { "POST /v1/servers", "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, ProblemCodes.BadBody },
        { "GET /v1/nothing", "\r\n", 404, ProblemCodes.NotFound },
        { "GET /v1/servers/%01", "\r\n", 400, ProblemCodes.BadName },
        { "DELETE /v1/servers", "\r\n", 405, ProblemCodes.MethodNotAllowed },
        { "TRACE /v1/events", "\r\n", 405, ProblemCodes.MethodNotAllowed },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_is_too_large_or_makes_no_sense_is_a_problem_on_either_transport(string request, string rest, int status, string code)
    {
        await using var host = await StartAsync();
        foreach (var overTcp in (bool[])[false, true])
        {
            var (answered, head, body) = await AskAsync(host, overTcp, request, rest);

            answered.ShouldBe(status, head);
            head.ShouldContain("Content-Type: application/problem+json");
            using var json = JsonDocument.Parse(body);
            json.RootElement.GetProperty("code").GetString().ShouldBe(code);
            json.RootElement.GetProperty("detail").GetString()!.ShouldNotContain('\n');
        }

        host.Plane.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_no_HTTP_ends_that_connection_and_nothing_else(bool overTcp)
    {
        await using var host = await StartAsync();

        (await AskAsync(host, overTcp, "GET /", $"X: {new string('x', 64 * 1024)}\r\n\r\n")).Status.ShouldBe(431);
        (await AskAsync(host, overTcp, "\u0016\u0003\u0001\u0002", "\r\n")).Status.ShouldBe(400);

        (await AskAsync(host, overTcp, "GET /v1/servers/%00", "\r\n")).Status.ShouldBe(400);

        (await AskAsync(host, overTcp, "GET /v1/servers", "\r\n")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_body_within_the_limit_is_read()
    {
        await using var host = await StartAsync();
        var body = $"{{\"server\":\"a\",\"command\":[\"{new string('x', 4000)}\"]}}";

        (await AskAsync(host, true, "POST /v1/servers", $"Content-Length: {body.Length}\r\n\r\n{body}")).Status.ShouldBe(201);
    }

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(
        access: new AccessPolicy(AccessTokens.Parse($"boss admin {Token}"), [], []),
        limits: new ApiLimits { MaxBody = 4096 });

    private static async Task<(int Status, string Head, string Body)> AskAsync(ApiHost host, bool overTcp, string request, string rest)
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var stream = await host.ConnectAsync(overTcp, limit.Token);
        var text = $"{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {Token}\r\n{rest}";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), limit.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var status = (await reader.ReadLineAsync(limit.Token))!;
        var head = new StringBuilder();
        var length = 0;
        while (await reader.ReadLineAsync(limit.Token) is { Length: > 0 } line)
        {
            head.Append(line).Append('\n');
            length = line.StartsWith("Content-Length: ", StringComparison.Ordinal) ? int.Parse(line["Content-Length: ".Length..]) : length;
        }

        var body = new char[length];
        var read = await reader.ReadBlockAsync(body, limit.Token);
        return (int.Parse(status.Split(' ')[1]), head.ToString(), new string(body, 0, read));
    }
}
