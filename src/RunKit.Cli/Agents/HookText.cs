using System.Text.Json.Nodes;
using RunKit.Tmux.Agents;
using RunKit.Tmux.Commands;

namespace RunKit.Cli.Agents;

/// <summary>The lines that make agents tell how they are: plain shell, one tmux client each, nothing outside tmux, and always status 0.</summary>
internal static class HookText
{
    /// <summary>By this a line of ours is known again.</summary>
    public const string Mark = AgentClaim.Option;

    private const string Pane = "-t \"$TMUX_PANE\"";
    private static readonly string Signal = $"\\; wait-for -S {HintHooks.Channel}";
    private static readonly string Forget = $"\\; set-option -p {Pane} {AgentClaim.SubAgentsOption} 0";

    /// <summary>The line that says a state.</summary>
    public static string Line(AgentStatus says, AgentWaitKind? kind = null, bool forgetsSubAgents = false)
    {
        var claim = $"{AgentState.Word(says)}:{(kind is { } waits ? AgentState.Word(waits) : "")}";
        return Line($"set-option -p {Pane} {AgentClaim.Option} \"{claim}:$(date +%s)\" {(forgetsSubAgents ? $"{Forget} " : "")}{Signal}");
    }

    /// <summary>What goes into the settings of Claude Code.</summary>
    public static JsonObject Claude() => new()
    {
        ["SessionStart"] = Group(Line(AgentStatus.Idle, forgetsSubAgents: true), "startup|resume|clear"),
        ["UserPromptSubmit"] = Group(Line(AgentStatus.Working, forgetsSubAgents: true)),
        ["PermissionRequest"] = Group(Line(AgentStatus.Waiting, AgentWaitKind.Permission), "*"),
        ["PreToolUse"] = Groups(
            (Line(AgentStatus.Waiting, AgentWaitKind.Question), "AskUserQuestion"), (Line(AgentStatus.Waiting, AgentWaitKind.Plan), "ExitPlanMode")),
        ["PostToolUse"] = Group(Line(AgentStatus.Working), "*"),
        ["SubagentStart"] = Group(Count('+')),
        ["SubagentStop"] = Group(Count('-')),
        ["Stop"] = Group(Line(AgentStatus.Idle)),
        ["StopFailure"] = Group(Line(AgentStatus.Failed)),
    };

    /// <summary>What goes into the settings of Gemini CLI.</summary>
    public static JsonObject Gemini() => new()
    {
        ["BeforeAgent"] = Group(Line(AgentStatus.Working), "*"),
        ["AfterTool"] = Group(Line(AgentStatus.Working), "*"),
        ["AfterAgent"] = Group(Line(AgentStatus.Idle), "*"),
        ["Notification"] = Group(Line(AgentStatus.Waiting, AgentWaitKind.Permission), "ToolPermission"),
    };

    /// <summary>What goes into the configuration of Codex, above its first table.</summary>
    public static string Codex() => $"notify = [\"sh\", \"-c\", '''{Line(AgentStatus.Idle)}''']\n";

    /// <summary>The plug-in for OpenCode: a file of ours.</summary>
    public static string OpenCode() => $$"""
        // Tells tmux how this agent is, in the pane option {{AgentClaim.Option}}. Made by: runkit agents hooks opencode
        import { execFile } from "node:child_process";

        const tell = (claim) => {
          const pane = process.env.TMUX_PANE;
          if (pane) {
            const now = Math.floor(Date.now() / 1000);
            execFile("tmux", ["set-option", "-p", "-t", pane, "{{AgentClaim.Option}}", `${claim}:${now}`, ";", "wait-for", "-S", "{{HintHooks.Channel}}"], () => {});
          }
        };

        export const RunKit = async () => ({
          event: async ({ event }) => {
            switch (event.type) {
              case "session.status":
                tell(event.properties?.status?.type === "idle" ? "idle:" : "working:");
                break;
              case "session.idle":
                tell("idle:");
                break;
              case "permission.asked":
              case "permission.updated":
                tell("waiting:permission");
                break;
              case "permission.replied":
                tell("working:");
                break;
              case "session.error":
                tell("failed:");
                break;
            }
          },
        });

        """;

    private static string Count(char sign) => Line(
        $"set-option -p -F {Pane} {AgentClaim.SubAgentsOption} '#{{e|{sign}|:#{{?{AgentClaim.SubAgentsOption},#{{{AgentClaim.SubAgentsOption}}},0}},1}}' {Signal}");

    // An agent may take what a hook prints for an answer.
    private static string Line(string command) => $"[ -n \"$TMUX_PANE\" ] && tmux {command} >/dev/null 2>&1; exit 0";

    private static JsonArray Group(string line, string? matcher = null) => Groups((line, matcher));

    private static JsonArray Groups(params (string Line, string? Matcher)[] groups) => new([.. groups.Select(group =>
    {
        var made = new JsonObject();
        if (group.Matcher is { } matcher)
        {
            made["matcher"] = matcher;
        }

        made["hooks"] = new JsonArray(new JsonObject { ["type"] = "command", ["command"] = group.Line });
        return (JsonNode)made;
    })]);
}
