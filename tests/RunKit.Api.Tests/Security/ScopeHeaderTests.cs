using System.Net;
using RunKit.Api.Security;

namespace RunKit.Api.Tests.Security;

/// <summary>A caller who asks for less than its key gives has less, and a program is named in the audit log.</summary>
public sealed class ScopeHeaderTests
{
    [Fact]
    public async Task Who_asks_for_less_is_refused_what_goes_beyond_it_by_the_node()
    {
        await using var host = await ApiHost.StartAsync();
        var all = await HttpControlPlane.ConnectAsync(host.Socket, default);
        var reader = all.Limited(AccessScope.Read, "mcp");

        (await reader.GetServersAsync(default)).ShouldBeEmpty();
        var refused = await Should.ThrowAsync<NodeProblemException>(() => reader.KillAsync(new ServerName("a"), default));

        refused.Code.ShouldBe(ProblemCodes.ScopeTooSmall);
        refused.Message.ShouldContain("/mcp asked for no more than read");
        await Should.NotThrowAsync(() => all.KillAsync(new ServerName("a"), default));
        await Should.NotThrowAsync(() => all.Limited(AccessScope.Admin, "mcp").KillAsync(new ServerName("a"), default));
    }

    [Theory]
    [InlineData("RunKit-Scope", "everything")]
    [InlineData("RunKit-Scope", "")]
    [InlineData("RunKit-Program", "a b")]
    [InlineData("RunKit-Program", "")]
    public async Task A_header_that_cannot_be_understood_is_refused_and_gives_nothing(string name, string value)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);

        (await client.GetAsync("/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
