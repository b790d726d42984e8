using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tests;

/// <summary>A client of the SDK's own, and the server that it talks to, in one process.</summary>
internal sealed class Agent : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly Task _serving;

    private Agent(PlaneMcpOptions options) =>
        _serving = PlaneMcpServer.RunAsync(_toServer.Reader.AsStream(), _toClient.Writer.AsStream(), options, _stop.Token);

    public McpClient Client { get; private set; } = null!;

    public static async Task<Agent> ConnectAsync(IControlPlane plane, AccessScope scope = AccessScope.Admin, OwnPane? own = null, string? revision = null)
    {
        var agent = new Agent(new PlaneMcpOptions(plane, scope) { Own = own });
        var transport = new StreamClientTransport(agent._toServer.Writer.AsStream(), agent._toClient.Reader.AsStream());
        agent.Client = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = revision });
        return agent;
    }

    /// <summary>Calls a tool: its facts and its text. It must not be refused.</summary>
    public async Task<Answer> CallAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await TryAsync(tool, arguments);
        (result.IsError ?? false).ShouldBeFalse(Text(result));
        return new Answer(JsonDocument.Parse(Text(result)).RootElement, result.Content.Count > 1 ? ((TextContentBlock)result.Content[1]).Text : "");
    }

    /// <summary>Calls a tool that must refuse: its one line.</summary>
    public async Task<string> RefusedAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await TryAsync(tool, arguments);
        (result.IsError ?? false).ShouldBeTrue(Text(result));
        Text(result).ShouldNotContain("\n");
        Text(result).ShouldNotContain("System.");
        return Text(result);
    }

    /// <summary>The handle of a server's first pane.</summary>
    public async Task<string> FirstPaneAsync(string server) =>
        (await CallAsync("list", ("server", server))).Facts.GetProperty("panes")[0].GetProperty("pane").GetString()!;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _toServer.Writer.CompleteAsync();
        await _serving.WaitAsync(TimeSpan.FromSeconds(60));
        _stop.Dispose();
    }

    private async Task<CallToolResult> TryAsync(string tool, (string Name, object? Value)[] arguments) =>
        await Client.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal));

    private static string Text(CallToolResult result) => ((TextContentBlock)result.Content[0]).Text;

    /// <param name="Facts">Its line of JSON.</param>
    /// <param name="Text">Its lines of a terminal.</param>
    internal sealed record Answer(JsonElement Facts, string Text)
    {
        public string? State => Facts.GetProperty("state").GetString();

        public JsonElement Run => Facts.GetProperty("run");
    }
}
