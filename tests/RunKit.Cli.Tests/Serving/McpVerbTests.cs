using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace RunKit.Cli.Tests.Serving;

/// <summary><c>mcp</c>: a coding agent on stdin and stdout, with a node and without one.</summary>
public sealed class McpVerbTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_runs_a_command_and_is_told_its_output_and_status(bool node)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("a", "user", "cat");
        if (node)
        {
            await runkit.ServeAsync();
            await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--json")).ShouldBeDone().Contains("\"connected\"", StringComparison.Ordinal), "it is connected");
        }

        await using var client = await ConnectAsync(runkit, "--scope", "input");
        (await client.ListToolsAsync()).Select(tool => tool.Name).ShouldContain("run");
        var result = await client.CallToolAsync("run", Arguments(("server", "a"), ("command", new[] { "sh", "-c", "echo out; exit 7" })));

        Text(result, 0).ShouldContain("\"state\":\"exited\",\"code\":7");
        Text(result, 1).ShouldBe("out");
        if (node)
        {
            var audit = (await runkit.RunAsync("audit", "--json")).ShouldBeDone();
            audit.ShouldContain($"\"by\":\"uid-{await runkit.UserAsync()}/mcp\"");
        }
    }

    [Fact]
    public async Task An_agent_may_only_look_unless_it_is_given_more_and_never_types_into_its_own_pane()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("a", "user", "cat");
        await using (var reader = await ConnectAsync(runkit))
        {
            (await reader.ListToolsAsync()).Select(tool => tool.Name).ShouldBe(["list", "agents", "capture", "search", "wait", "result"]);
        }

        var pid = (await runkit.Sandbox.TmuxAsync("a", "display-message", "-p", "#{pid}")).Trim();
        runkit.Environment["TMUX"] = $"{runkit.Sandbox.Socket("a")},{pid},0";
        runkit.Environment["TMUX_PANE"] = "%0";
        await using var client = await ConnectAsync(runkit, "--scope", "admin");
        var listed = JsonDocument.Parse(Text(await client.CallToolAsync("list", Arguments()), 0)).RootElement;
        var pane = listed.GetProperty("panes")[0].GetProperty("pane").GetString();

        var refused = await client.CallToolAsync("send_text", Arguments(("pane", pane), ("text", "x"), ("enter", true)));

        Text(refused, 0).ShouldContain("the pane that you run in yourself");
    }

    [Fact]
    public async Task A_node_that_is_restarted_in_between_is_used_again_by_the_next_call()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("a", "user", "cat");
        var node = await runkit.ServeAsync();
        await using var client = await ConnectAsync(runkit, "--scope", "input");
        await ListedAsync(client);
        var run = Text(await client.CallToolAsync("run", Arguments(("server", "a"), ("command", new[] { "sleep", "1000" }), ("waitMs", 0))), 0);
        var handle = JsonDocument.Parse(run).RootElement.GetProperty("run").GetProperty("handle").GetString();

        node.Terminate();
        (await node.EndAsync()).Status.ShouldBe(0);
        var refused = await client.CallToolAsync("list", Arguments());
        (refused.IsError ?? false, Text(refused, 0).Contains('\n', StringComparison.Ordinal)).ShouldBe((true, false), Text(refused, 0));
        await runkit.ServeAsync();

        await ListedAsync(client);
        Text(await client.CallToolAsync("run", Arguments(("server", "a"), ("command", new[] { "echo", "again" }))), 1).ShouldBe("again");
        Text(await client.CallToolAsync("cancel", Arguments(("handle", handle))), 0).ShouldContain("\"state\"");
    }

    [Fact]
    public async Task Nothing_but_the_protocol_is_on_stdout_whatever_comes_and_it_ends_with_stdin()
    {
        await using var runkit = new Runkit();
        var start = new ProcessStartInfo(Runkit.Program, ["mcp"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in runkit.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            this is no JSON
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list","arguments":{"stranger":1}}}
            {"jsonrpc":"2.0","id":3,"method":"no/such/method"}
            """);
        await process.StandardInput.FlushAsync();
        var answers = new Dictionary<int, string>();
        while (!(answers.ContainsKey(1) && answers.ContainsKey(2) && answers.ContainsKey(3)))
        {
            var line = (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!;
            var answer = JsonDocument.Parse(line).RootElement;
            answer.GetProperty("jsonrpc").GetString().ShouldBe("2.0");
            if (answer.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number)
            {
                answers[id.GetInt32()] = line;
            }
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        answers[2].ShouldContain("there is no argument");
        answers[3].ShouldContain("\"error\"");
        (process.ExitCode, await process.StandardOutput.ReadToEndAsync(), await process.StandardError.ReadToEndAsync()).ShouldBe((0, "", ""));
    }

    [Fact]
    public async Task A_scope_that_there_is_not_is_wrong_usage()
    {
        await using var runkit = new Runkit();
        (await runkit.RunAsync("mcp", "--scope", "root")).ShouldComplain(2, "root");
    }

    private static Task ListedAsync(McpClient client) => Eventually.TrueAsync(
        async () => Text(await client.CallToolAsync("list", Arguments()), 0).Contains("\"pane\":\"a:", StringComparison.Ordinal), "its pane is listed");

    private static async Task<McpClient> ConnectAsync(Runkit runkit, params string[] options) => await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
    {
        Command = Runkit.Program,
        Arguments = ["mcp", .. options],
        EnvironmentVariables = runkit.Environment,
    }));

    private static Dictionary<string, object?> Arguments(params (string Name, object? Value)[] arguments) =>
        arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal);

    private static string Text(CallToolResult result, int block) => ((TextContentBlock)result.Content[block]).Text;
}
