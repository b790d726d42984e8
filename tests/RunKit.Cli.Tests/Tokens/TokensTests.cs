using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace RunKit.Cli.Tests.Tokens;

public sealed class TokensTests
{
    [Fact]
    public async Task A_token_is_shown_once_kept_as_a_hash_and_opens_what_it_is_for()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0");

        var made = await runkit.RunAsync("tokens", "new", "ci", "--scope", "read", "--server", "ci-*", "--for", "1h");

        made.Status.ShouldBe(0);
        var token = made.Output.TrimEnd('\n');
        made.Error.ShouldContain("ci: scope read, servers ci-*, until 2");
        made.Error.Count(c => c == '\n').ShouldBe(1);
        (await File.ReadAllTextAsync(runkit.TokenFile)).ShouldNotContain(token);
        File.GetUnixFileMode(runkit.TokenFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await runkit.RunAsync("tokens")).ShouldBeDone().ShouldMatch("NAME +SCOPE +SERVERS +UNTIL\nadmin +admin +\\* +-\nci +read +ci-\\* +2[^ ]+Z\n");
        (await runkit.RunAsync("tokens", "--json")).ShouldBeDone().ShouldNotContain("token\"");
        using var client = Client(node, token);
        await Eventually.TrueAsync(async () => (await client.GetAsync("/v1/servers")).StatusCode == HttpStatusCode.OK, "it counts");
        (await client.PostAsync("/v1/servers/ci-1/kill", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync("/v1/servers/work")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // The first token that can be shown is still the one that the verbs show.
        (await runkit.RunAsync("ls", "--node", node.Url, "--json")).ShouldBeDone().ShouldBe("[]\n");
    }

    [Fact]
    public async Task A_token_that_is_revoked_opens_nothing_more_and_its_streams_end()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0");
        using var made = JsonDocument.Parse((await runkit.RunAsync("tokens", "new", "--scope", "read", "--json")).ShouldBeDone());
        var (name, token) = (made.RootElement.GetProperty("name").GetString()!, made.RootElement.GetProperty("token").GetString()!);
        using var client = Client(node, token);
        await Eventually.TrueAsync(async () => (await client.GetAsync("/v1/servers")).StatusCode == HttpStatusCode.OK, "it counts");
        using var stream = new StreamReader(await client.GetStreamAsync("/v1/events"));

        (await runkit.RunAsync("tokens", "revoke", name)).ShouldBeDone();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (await stream.ReadLineAsync(limit.Token) is not null)
            {
                // What is left of the greeting.
            }
        });
        (await client.GetAsync("/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await runkit.RunAsync("audit")).ShouldBeDone().ShouldMatch($"uid-[0-9]+ +tokens-new +- +{name} read \\*  +done\n.+ tokens-revoke +- +{name}  +done\n");
        (await runkit.RunAsync("tokens", "revoke", name)).ShouldComplain(1, $"there is no token named {name}");
        (await runkit.RunAsync("tokens", "revoke", "admin")).ShouldComplain(1, "needs a token");
    }

    [Theory]
    [InlineData("tokens new --scope root", "read")]
    [InlineData("tokens new", "--scope")]
    [InlineData("tokens new --scope read --for 5", "it needs a unit")]
    [InlineData("tokens new a/b --scope read", "letters, digits")]
    [InlineData("tokens new --scope read --server a/b", "a name of servers")]
    [InlineData("tokens revoke", "NAME")]
    public async Task Wrong_usage_is_one_line_and_status_2(string arguments, string words)
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync(arguments.Split(' '))).ShouldComplain(2, words);
    }

    private static HttpClient Client(Runkit.Background node, string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(node.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
