using System.Text.Json.Nodes;

namespace RunKit.Cli.Tests.Agents;

/// <summary><c>agents hooks</c>: what is printed, put into an agent's settings, and taken out again.</summary>
public sealed class HooksTests
{
    private const string Settings = """
        {
          "model": "big",
          "hooks": {
            "Stop": [
              {
                "hooks": [
                  {
                    "type": "command",
                    "command": "say 'done é'"
                  }
                ]
              }
            ]
          }
        }

        """;

    [Theory]
    [InlineData("claude")]
    [InlineData("gemini")]
    public async Task Lines_go_into_settings_beside_what_stands_there_and_leave_them_as_they_were(string agent)
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "settings.json");
        await File.WriteAllTextAsync(file, Settings);

        var said = (await runkit.RunAsync("agents", "hooks", agent, "--install", "--file", file)).ShouldBeDone();
        var once = await File.ReadAllTextAsync(file);
        (await runkit.RunAsync("agents", "hooks", agent, "--install", "--file", file)).ShouldBeDone().ShouldContain("nothing was changed");

        said.ShouldContain("+ ");
        said.ShouldContain("@rk_agent");
        var copy = Directory.GetFiles(runkit.Sandbox.Root, "settings.json.before-runkit-*").ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(copy)).ShouldBe(Settings);
        (await File.ReadAllTextAsync(file)).ShouldBe(once);
        JsonNode.Parse(once)!["hooks"]!["Stop"]![0]!["hooks"]![0]!["command"]!.GetValue<string>().ShouldBe("say 'done é'");
        (await runkit.RunAsync("agents", "hooks", agent, "--remove", "--file", file)).ShouldBeDone();
        (await File.ReadAllTextAsync(file)).ShouldBe(Settings);
    }

    [Fact]
    public async Task Codex_has_one_notify_and_one_of_its_users_is_left_alone()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "config.toml");
        const string Before = "model = \"big\"\n\n[tui]\nnotifications = true\n";
        await File.WriteAllTextAsync(file, Before);

        (await runkit.RunAsync("agents", "hooks", "codex", "--install", "--file", file)).ShouldBeDone();
        (await File.ReadAllTextAsync(file)).ShouldStartWith("notify = [\"sh\", \"-c\", '''[ -n \"$TMUX_PANE\" ]");
        (await runkit.RunAsync("agents", "hooks", "codex", "--remove", "--file", file)).ShouldBeDone();
        (await File.ReadAllTextAsync(file)).ShouldBe(Before);

        await File.WriteAllTextAsync(file, "notify = [\"mine\"]\n");
        (await runkit.RunAsync("agents", "hooks", "codex", "--install", "--file", file)).ShouldComplain(1, "a 'notify' of its own");
        (await File.ReadAllTextAsync(file)).ShouldBe("notify = [\"mine\"]\n");
    }

    [Fact]
    public async Task The_plug_in_of_opencode_is_a_file_of_ours_and_nobody_elses_is_touched()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "plugin", "runkit.js");

        (await runkit.RunAsync("agents", "hooks", "opencode", "--install", "--file", file)).ShouldBeDone();
        (await File.ReadAllTextAsync(file)).ShouldContain("execFile(\"tmux\"");
        (await runkit.RunAsync("agents", "hooks", "opencode", "--remove", "--file", file)).ShouldBeDone();
        File.Exists(file).ShouldBeFalse();

        await File.WriteAllTextAsync(file, "mine");
        (await runkit.RunAsync("agents", "hooks", "opencode", "--install", "--file", file)).ShouldComplain(1, "is not ours");
    }

    [Theory]
    [InlineData("{ \"hooks\": [] }", "\"hooks\" is no object")]
    [InlineData("{ \"hooks\": { \"Stop\": {} } }", "is no list")]
    [InlineData("{\n// mine\n}", "line 2")]
    [InlineData("[]", "no JSON object")]
    public async Task Settings_that_are_not_understood_stay_as_they_are(string text, string problem)
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "settings.json");
        await File.WriteAllTextAsync(file, text);

        (await runkit.RunAsync("agents", "hooks", "claude", "--install", "--file", file)).ShouldComplain(1, problem);

        (await File.ReadAllTextAsync(file)).ShouldBe(text);
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("gemini")]
    public async Task Every_line_that_is_printed_is_one_that_a_shell_runs_and_that_is_read(string agent)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "sleep", "3600");
        var printed = JsonNode.Parse((await runkit.RunAsync("agents", "hooks", agent)).Output)!;
        var lines = printed["hooks"]!.AsObject().SelectMany(known => known.Value!.AsArray()).Select(group => group!["hooks"]![0]!["command"]!.GetValue<string>()).ToArray();

        lines.Length.ShouldBeGreaterThan(3);
        foreach (var line in lines)
        {
            await runkit.Sandbox.TmuxAsync("work", "set-option", "-p", "-u", "-t", "%0", "@rk_agent");
            var ended = await runkit.Sandbox.RunAsync("env", ["-u", "RUNKIT_X", $"TMUX={runkit.Sandbox.Socket("work").Value},1,0", "TMUX_PANE=%0", "sh", "-c", line]);
            (ended.Status, ended.Output, ended.Error).ShouldBe((0, "", ""));
            var (claim, subs) = (await OptionAsync("@rk_agent"), await OptionAsync("@rk_agent_subs"));
            (RunKit.Tmux.Agents.AgentClaim.TryRead(claim, TimeProvider.System.GetUtcNow(), out _) || (claim.Length == 0 && int.TryParse(subs, out _))).ShouldBeTrue($"{line}: {claim}, {subs}");
            (await runkit.Sandbox.RunAsync("env", ["-u", "TMUX_PANE", "-u", "TMUX", "sh", "-c", line])).Status.ShouldBe(0);
        }

        async Task<string> OptionAsync(string name) => (await runkit.Sandbox.TryTmuxAsync("work", "show-options", "-p", "-q", "-v", "-t", "%0", name)).Output.Trim();
    }
}
