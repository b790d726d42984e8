using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using RunKit.Tmux.Identity;

namespace RunKit.Mcp.Tests;

/// <summary>What a client reads without a tool, and what it is told of by itself.</summary>
public sealed class ResourceTests() : OnRealTmux("sh", "-c", "echo ready; exec cat")
{
    [Fact]
    public async Task A_reader_finds_the_servers_their_panes_and_what_a_pane_shows()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Read);

        (await agent.Client.ListResourcesAsync()).Select(resource => resource.Uri).ShouldBe(["runkit://servers", "runkit://server/a"]);
        (await agent.Client.ListResourceTemplatesAsync()).Select(template => template.UriTemplate).ShouldBe(["runkit://server/{server}", "runkit://pane/{pane}"]);
        (await ReadAsync(agent, "runkit://servers")).ShouldBe("{\"servers\":[{\"server\":\"a\",\"state\":\"running\"}]}");
        var panes = JsonDocument.Parse(await ReadAsync(agent, "runkit://server/a")).RootElement.GetProperty("panes");
        var handle = panes.EnumerateArray().Single().GetProperty("pane").GetString()!;
        handle.ShouldBe(await agent.FirstPaneAsync("a"));

        await Eventually.TrueAsync(async () => await ReadAsync(agent, $"runkit://pane/{Uri.EscapeDataString(handle)}") == "ready", "the pane shows it");
    }

    [Theory]
    [InlineData("runkit://server/none", "there is no server none")]
    [InlineData("runkit://server/../a", "is no resource")]
    [InlineData("runkit://pane/a:1@1:%250", "is of an earlier run of the server a")]
    [InlineData("runkit://pane/$(reboot)", "is no handle")]
    [InlineData("file:///etc/passwd", "is no resource")]
    public async Task What_is_no_resource_is_answered_with_one_line(string uri, string words)
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Read);

        var refused = await Should.ThrowAsync<McpException>(() => ReadAsync(agent, uri));

        refused.Message.ShouldContain(words);
        refused.Message.ShouldNotContain("System.");
    }

    [Theory]
    [InlineData("runkit://pane/a:1@1:%250", "use the tool wait")]
    [InlineData("runkit://elsewhere", "is no resource")]
    public async Task What_cannot_be_followed_is_refused_in_both_revisions(string uri, string words)
    {
        await using var older = await Agent.ConnectAsync(Plane, AccessScope.Read, revision: "2025-11-25");
        (await Should.ThrowAsync<McpException>(() => older.Client.SubscribeToResourceAsync(uri))).Message.ShouldContain(words);

        await using var newer = await Agent.ConnectAsync(Plane, AccessScope.Read, revision: "2026-07-28");
        (await Should.ThrowAsync<McpException>(() => ListenAsync(newer, uri, CancellationToken.None))).Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_change_is_told_to_who_has_subscribed_and_not_after_that()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Read, revision: "2025-11-25");
        var told = Told(agent);
        await agent.Client.SubscribeToResourceAsync("runkit://server/a");
        await agent.Client.SubscribeToResourceAsync("runkit://servers");

        await Sandbox.TmuxAsync("a", "rename-session", "-t", "user", "renamed");
        await Eventually.TrueAsync(() => told.Contains("runkit://server/a"), "the panes of the server have changed");
        told.ShouldNotContain("runkit://servers");

        await agent.Client.UnsubscribeFromResourceAsync("runkit://server/a");
        told.Clear();
        await Sandbox.TmuxAsync("a", "rename-session", "-t", "renamed", "again");
        await Sandbox.StartAsync("b", "user", "cat");
        await Eventually.TrueAsync(() => told.Contains("runkit://servers"), "there is another server");
        told.ShouldNotContain("runkit://server/a");
    }

    [Fact]
    public async Task A_change_is_told_on_the_request_that_listens_until_it_is_cancelled()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Read, revision: "2026-07-28");
        var (told, acknowledged) = (Told(agent), new TaskCompletionSource<JsonNode?>());
        agent.Client.RegisterNotificationHandler(NotificationMethods.SubscriptionsAcknowledgedNotification, (notification, _) =>
        {
            acknowledged.TrySetResult(notification.Params);
            return ValueTask.CompletedTask;
        });
        using var enough = new CancellationTokenSource();
        var listening = ListenAsync(agent, "runkit://server/a", enough.Token);
        var granted = await acknowledged.Task.WaitAsync(TimeSpan.FromSeconds(60));
        granted!["notifications"]!["resourceSubscriptions"]!.AsArray().Select(uri => uri!.ToString()).ShouldBe(["runkit://server/a"]);
        granted["_meta"]!.AsObject().Count.ShouldBeGreaterThan(0);

        await Sandbox.TmuxAsync("a", "rename-session", "-t", "user", "renamed");

        await Eventually.TrueAsync(() => told.Contains("runkit://server/a"), "the panes of the server have changed");
        await enough.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => listening);
    }

    private static ConcurrentBag<string> Told(Agent agent)
    {
        var told = new ConcurrentBag<string>();
        agent.Client.RegisterNotificationHandler(NotificationMethods.ResourceUpdatedNotification, (notification, _) =>
        {
            told.Add(notification.Params!["uri"]!.ToString());
            return ValueTask.CompletedTask;
        });
        return told;
    }

    private static async Task ListenAsync(Agent agent, string uri, CancellationToken cancellationToken) => await agent.Client.SendRequestAsync(
        new JsonRpcRequest
        {
            Method = RequestMethods.SubscriptionsListen,
            Params = new JsonObject { ["notifications"] = new JsonObject { ["resourceSubscriptions"] = new JsonArray(uri) } },
        },
        cancellationToken);

    private static async Task<string> ReadAsync(Agent agent, string uri) =>
        ((TextResourceContents)(await agent.Client.ReadResourceAsync(uri)).Contents.Single()).Text;
}
