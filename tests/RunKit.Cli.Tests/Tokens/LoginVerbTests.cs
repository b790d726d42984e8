using System.Net;

namespace RunKit.Cli.Tests.Tokens;

public sealed class LoginVerbTests
{
    [Fact]
    public async Task A_link_is_where_the_node_listens_and_its_page_is_there()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--listen", "0");

        var login = await runkit.RunAsync("login", "--scope", "read");

        login.Status.ShouldBe(0, login.Error);
        login.Output.ShouldStartWith($"{node.Url}/login#");
        login.Error.ShouldContain("within 60 s");
        using var client = new HttpClient();
        using var page = await client.GetAsync(login.Output.TrimEnd('\n'));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await runkit.RunAsync("audit")).ShouldBeDone().ShouldContain("login");
        node.Error.ShouldNotContain(login.Output.TrimEnd('\n').Split('#')[1]);
    }

    [Fact]
    public async Task Where_no_browser_could_come_in_that_is_one_line()
    {
        await using var runkit = new Runkit();
        (await runkit.RunAsync("login")).ShouldComplain(1, "needs a node");
        await runkit.ServeAsync();

        (await runkit.RunAsync("login")).ShouldComplain(1, "--listen 7117");
    }
}
