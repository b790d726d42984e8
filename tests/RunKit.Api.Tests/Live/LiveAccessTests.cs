using System.Text.Json;
using RunKit.Api.Login;
using RunKit.Api.Security;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.State;

namespace RunKit.Api.Tests.Live;

/// <summary>Every message of a viewer by every identity.</summary>
public sealed class LiveAccessTests
{
    private const string Open = "opened";
    private static readonly string[] Answers = ["opened", "closed", "error", "pong"];

    private static readonly AccessTokens Tokens = AccessTokens.Parse(
        "reader read reader-reader-reader\ntypist input typist-typist-typist\nci admin limited-limited-limited servers=ci-*");

    private static readonly (string Name, string Json)[] Messages =
    [
        ("state", "{'type':'open','channel':1,'kind':'state'}"),
        ("pane", "{'type':'open','channel':1,'kind':'pane','server':'work','pane':5}"),
        ("terminal", "{'type':'open','channel':1,'kind':'terminal','server':'work','target':'$0','columns':80,'rows':24}"),
        ("watching terminal", "{'type':'open','channel':1,'kind':'terminal','server':'work','target':'$0','columns':80,'rows':24,'readOnly':true}"),
        ("other server", "{'type':'open','channel':1,'kind':'pane','server':'ci-1','pane':5}"),
        ("ping", "{'type':'ping'}"),
        ("credit", "{'type':'credit','channel':9,'credit':1}"),
        ("resize", "{'type':'resize','channel':9,'columns':80,'rows':24}"),
        ("close", "{'type':'close','channel':9}"),
    ];

    private static readonly Dictionary<string, string[]> Expected = new(StringComparer.Ordinal)
    {
        ["reader"] = [Open, Open, "scope-too-small", "scope-too-small", Open, "pong", "pong", "pong", "pong"],
        ["typist"] = [Open, Open, Open, Open, Open, "pong", "pong", "pong", "pong"],
        ["limited"] = [Open, "gone", "unknown-server", "unknown-server", Open, "pong", "pong", "pong", "pong"],
        ["cookie"] = [Open, Open, "foreign-origin", "foreign-origin", Open, "pong", "pong", "pong", "pong"],
        ["cookie and key"] = [Open, Open, Open, Open, Open, "pong", "pong", "pong", "pong"],
    };

    public static TheoryData<string> Identities => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task Every_message_opens_what_its_viewer_may_have_and_nothing_else(string identity)
    {
        var logins = new Logins(TimeProvider.System);
        await using var host = await StartAsync(logins);
        var (headers, key) = Identity(host, logins, identity);
        for (var i = 0; i < Messages.Length; i++)
        {
            using var viewer = await LiveViewer.ConnectAsync(host, headers);
            viewer.Status.ShouldBe(101);
            await viewer.SayAsync(key is null ? Messages[i].Json : Messages[i].Json.Replace("'rows':24", $"'rows':24,'key':'{key}'", StringComparison.Ordinal));
            await viewer.SayAsync("{'type':'ping'}");

            (await AnswerAsync(viewer, Messages[i].Json)).ShouldBe(Expected[identity][i], $"{identity}: {Messages[i].Name}");
        }
    }

    [Theory]
    [InlineData("none", 401)]
    [InlineData("stranger", 401)]
    [InlineData("cookie without origin", 403)]
    [InlineData("cookie of another port", 403)]
    [InlineData("cookie of another page", 403)]
    [InlineData("token of another page", 403)]
    [InlineData("foreign host", 403)]
    public async Task Who_may_have_nothing_gets_no_connection(string identity, int status)
    {
        var logins = new Logins(TimeProvider.System);
        await using var host = await StartAsync(logins);
        var (headers, _) = Identity(host, logins, identity);

        using var viewer = await LiveViewer.ConnectAsync(host, headers);

        viewer.Status.ShouldBe(status);
        host.Plane.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_for_no_web_socket_is_told_what_this_is()
    {
        await using var host = await StartAsync(new Logins(TimeProvider.System));
        using var client = host.TcpClient("reader-reader-reader");

        var response = await client.GetAsync("/v1/live");

        ((int)response.StatusCode).ShouldBe(426);
        response.Headers.Upgrade.ToString().ShouldBe("websocket");
    }

    private static ((string, string)[] Headers, string? Key) Identity(ApiHost host, Logins logins, string identity)
    {
        var own = $"http://127.0.0.1:{host.Port}";
        switch (identity)
        {
            case "none":
                return ([], null);
            case "stranger":
                return ([("Authorization", "Bearer nobody-nobody-nobody")], null);
            case "reader" or "typist" or "limited":
                return ([("Authorization", $"Bearer {identity}-{identity}-{identity}")], null);
            case "token of another page":
                return ([("Authorization", "Bearer typist-typist-typist"), ("Origin", "http://127.0.0.1:1")], null);
            case "foreign host":
                return ([("Authorization", "Bearer typist-typist-typist"), ("Host", "evil.example")], null);
        }

        var (cookie, key, _) = logins.Redeem(logins.NewLink(ControlPlane.AccessScope.Admin), $"127.0.0.1:{host.Port}")!.Value;
        var shown = ("Cookie", $"runkit-{host.Port}={cookie}");
        return identity switch
        {
            "cookie without origin" => ([shown], null),
            "cookie of another port" => ([shown, ("Origin", "http://127.0.0.1:1")], null),
            "cookie of another page" => ([shown, ("Origin", "https://evil.example")], null),
            _ => ([shown, ("Origin", own)], identity == "cookie" ? null : key),
        };
    }

    private static async Task<string> AnswerAsync(LiveViewer viewer, string message)
    {
        var isOpen = message.Contains("'open'", StringComparison.Ordinal);
        while (true)
        {
            var answer = await viewer.HearAsync(Answers);
            var type = answer.GetProperty("type").GetString()!;
            if (type == "pong" && isOpen)
            {
                continue;
            }

            if (type != Open || !message.Contains("'pane'", StringComparison.Ordinal))
            {
                return type == "closed" ? answer.GetProperty("code").GetString()! : await TerminalAsync(viewer, message, type);
            }

            var next = await viewer.HearAsync("snapshot", "closed");
            return next.GetProperty("type").GetString() == "snapshot" ? Open : "gone";
        }
    }

    // One is open when it shows something.
    private static async Task<string> TerminalAsync(LiveViewer viewer, string message, string type)
    {
        while (type == Open && message.Contains("terminal", StringComparison.Ordinal) && await viewer.NextAsync() is var (json, channel, _))
        {
            if (channel == 1)
            {
                return Open;
            }

            if (json.ValueKind == JsonValueKind.Object && json.GetProperty("type").GetString() == "closed")
            {
                return json.GetProperty("code").GetString()!;
            }
        }

        return type;
    }

    private static Task<ApiHost> StartAsync(Logins logins) => ApiHost.StartAsync(
        new ControlPlaneOfPanes().Plane, access: new AccessPolicy(Tokens, [], []) { Logins = logins });
}
