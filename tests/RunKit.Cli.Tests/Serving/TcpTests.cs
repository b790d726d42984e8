using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace RunKit.Cli.Tests.Serving;

public sealed class TcpTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Unless_it_is_told_to_a_node_opens_no_port_and_makes_no_tokens()
    {
        await using var runkit = new Runkit();

        var node = await runkit.ServeAsync();

        node.Error.ShouldNotContain("http://");
        File.Exists(runkit.TokenFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_that_listens_makes_a_token_once_and_says_where_and_not_which()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0");

        File.GetUnixFileMode(runkit.TokenFile).ShouldBe(OwnerOnly);
        File.GetUnixFileMode(Path.GetDirectoryName(runkit.TokenFile)!).ShouldBe(OwnerOnly | UnixFileMode.UserExecute);
        var token = await TokenAsync(runkit);
        node.Error.ShouldContain($"the tokens are in {runkit.TokenFile}");
        (await GetAsync(node, "/v1/servers", token)).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(node, "/v1/servers", null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await runkit.RunAsync("ls", "--json")).ShouldBeDone().ShouldBe("[]\n");
        node.Terminate();
        (await node.EndAsync()).Error.ShouldNotContain(token);

        var second = await runkit.ServeAsync("--listen", "[::1]:0");
        (await TokenAsync(runkit)).ShouldBe(token);
        (await GetAsync(second, "/v1/servers", token)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_nothing_has_been_started()
    {
        await using var runkit = new Runkit();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;
        await runkit.Sandbox.StartAsync("work", "user");

        (await runkit.RunAsync("serve", "--listen", address)).ShouldComplain(1, $"cannot listen on {address}: the port is in use");

        File.Exists(runkit.NodeSocket).ShouldBeFalse();
        File.Exists(runkit.TokenFile).ShouldBeFalse();
        await runkit.ServeAsync();
    }

    [Theory]
    [InlineData("0.0.0.0:0", "runkit.http.allow-remote-without-tls = on")]
    [InlineData("nonsense", "ADDRESS:PORT")]
    [InlineData("192.0.2.1:0", "a loopback address")]
    public async Task An_address_that_will_not_do_is_one_line(string address, string words)
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("serve", "--listen", address)).ShouldComplain(1, words);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_one_line()
    {
        await using var runkit = new Runkit();
        runkit.Environment["RUNKIT_HTTP__ALLOW_REMOTE_WITHOUT_TLS"] = "on";

        (await runkit.RunAsync("serve", "--listen", "192.0.2.1:0")).ShouldComplain(1, "this machine has no such address");
        (await runkit.ServeAsync("--listen", "0.0.0.0:0")).Error.ShouldContain("serving http://0.0.0.0:");
    }

    [Theory]
    [InlineData("admin admin 01234567890123456789\n", 0b_110_100_000, "run: chmod 600")]
    [InlineData("admin admin 0123456789\n", 0b_110_000_000, "line 1: a token has 20 to 512 characters")]
    [InlineData("admin admin 01234567890123456789 # mine\n", 0b_110_000_000, "line 1: a token is NAME SCOPE TOKEN")]
    [InlineData("", 0b_110_000_000, "it holds no token")]
    public async Task A_token_file_that_is_open_to_others_or_cannot_be_read_ends_the_start(string text, int mode, string words)
    {
        await using var runkit = new Runkit();
        Directory.CreateDirectory(Path.GetDirectoryName(runkit.TokenFile)!, OwnerOnly | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(runkit.TokenFile, text);
        File.SetUnixFileMode(runkit.TokenFile, (UnixFileMode)mode);

        var ended = (await runkit.RunAsync("serve", "--listen", "0")).ShouldComplain(1, words);

        ended.Error.ShouldContain(runkit.TokenFile);
        ended.Error.ShouldNotContain("0123456789");
    }

    [Fact]
    public async Task Tokens_are_kept_only_where_nobody_else_gets_and_never_behind_a_link()
    {
        await using var runkit = new Runkit();
        var open = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, "open")).FullName;
        File.SetUnixFileMode(open, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        runkit.Environment["RUNKIT_HTTP__TOKEN_FILE"] = Path.Combine(open, "tokens");
        (await runkit.RunAsync("serve", "--listen", "0")).ShouldComplain(1, "tokens need a directory of this user alone");

        var mine = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, "mine"), OwnerOnly | UnixFileMode.UserExecute).FullName;
        File.CreateSymbolicLink(Path.Combine(mine, "tokens"), "/nowhere/tokens");
        runkit.Environment["RUNKIT_HTTP__TOKEN_FILE"] = Path.Combine(mine, "tokens");
        (await runkit.RunAsync("serve", "--listen", "0")).ShouldComplain(1, "is no plain file");
    }

    [Fact]
    public async Task A_token_is_taken_away_and_another_given_while_the_node_runs()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0");
        var first = await TokenAsync(runkit);
        const string second = "second-second-second";
        (await GetAsync(node, "/v1/servers", first)).ShouldBe(HttpStatusCode.OK);

        await File.WriteAllTextAsync(runkit.TokenFile, $"guest read {second}\n");

        await Eventually.TrueAsync(async () => await GetAsync(node, "/v1/servers", second) == HttpStatusCode.OK, "the new token counts");
        (await GetAsync(node, "/v1/servers", first)).ShouldBe(HttpStatusCode.Unauthorized);
        await node.SaysAsync($"the token file {runkit.TokenFile} has changed");
        node.Error.ShouldNotContain(second);
    }

    [Fact]
    public async Task A_token_file_that_becomes_useless_keeps_the_tokens_and_says_so_each_time()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0");
        var token = await TokenAsync(runkit);
        var good = await File.ReadAllTextAsync(runkit.TokenFile);

        await File.WriteAllTextAsync(runkit.TokenFile, $"{good}guest read short\n");
        await ShouldKeepAsync("a token has 20 to 512 characters");
        await File.WriteAllTextAsync(runkit.TokenFile, good);
        await ShouldKeepAsync("has changed");
        File.SetUnixFileMode(runkit.TokenFile, OwnerOnly | UnixFileMode.OtherRead);
        await ShouldKeepAsync("is open to others");
        File.Delete(runkit.TokenFile);
        await ShouldKeepAsync("is no plain file");
        node.Error.ShouldNotContain(token);

        Task ShouldKeepAsync(string words) => Eventually.TrueAsync(
            async () =>
            {
                (await GetAsync(node, "/v1/servers", token)).ShouldBe(HttpStatusCode.OK);
                return node.Error.Contains(words, StringComparison.Ordinal);
            },
            $"the log says '{words}'");
    }

    [Fact]
    public async Task A_change_is_written_down_with_who_made_it_however_little_is_logged()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0", "--log-level", "error");
        using var client = Client(node, await TokenAsync(runkit));

        (await client.PostAsync("/v1/servers/nope/kill", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await runkit.RunAsync("kill", "-L", "nope");

        await node.SaysAsync("\"operation\":\"kill\",\"server\":\"nope\",\"by\":\"admin\",\"outcome\":\"unknown-server\"");
        await node.SaysAsync("\"operation\":\"kill\",\"server\":\"nope\",\"by\":\"uid-");
    }

    [Fact]
    public async Task A_node_measures_itself()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user");
        var node = await runkit.ServeAsync("--listen", "0");
        using var client = Client(node, await TokenAsync(runkit));

        await Eventually.TrueAsync(
            async () => (await client.GetStringAsync("/metrics")) is var text
                && text.Contains("status=\"connected\"} 1\n", StringComparison.Ordinal)
                && System.Text.RegularExpressions.Regex.IsMatch(text, "runkit_events_total\\{node=\"[^\"]+\"\\} [1-9]", default, TimeSpan.FromSeconds(1)),
            "the server and its events are counted");
    }

    [Fact]
    public async Task A_node_is_ready_while_it_can_read_its_directory_and_live_in_any_case()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0");
        using var client = Client(node, null);
        (await client.GetStringAsync("/healthz/ready")).ShouldBe("ready\n");

        Directory.Delete(runkit.Sandbox.SocketDirectory);

        await Eventually.TrueAsync(
            async () => (await client.GetAsync("/healthz/ready")).StatusCode == HttpStatusCode.ServiceUnavailable, "it is not ready");
        (await client.GetStringAsync("/healthz/live")).ShouldBe("live\n");
    }

    private static async Task<string> TokenAsync(Runkit runkit)
    {
        var words = (await File.ReadAllLinesAsync(runkit.TokenFile)).Single(line => !line.StartsWith('#')).Split(' ');
        words[..2].ShouldBe(["admin", "admin"]);
        return words[2];
    }

    private static HttpClient Client(Runkit.Background node, string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(node.Url) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<HttpStatusCode> GetAsync(Runkit.Background node, string path, string? token)
    {
        using var client = Client(node, token);
        return (await client.GetAsync(path)).StatusCode;
    }
}
