namespace RunKit.RealTmux.Tests.Agents;

/// <summary>The lines that agents' hooks run, as they are printed for users.</summary>
internal static class Hooks
{
    public static string Says(string claim) =>
        $$"""[ -n "$TMUX_PANE" ] && tmux set-option -p -t "$TMUX_PANE" @rk_agent "{{claim}}:$(date +%s)" \; wait-for -S rk-hint >/dev/null 2>&1; exit 0""";

    public static string Value(string value) =>
        $$"""[ -n "$TMUX_PANE" ] && tmux set-option -p -t "$TMUX_PANE" @rk_agent '{{value}}' \; wait-for -S rk-hint >/dev/null 2>&1; exit 0""";

    public static string Counts(char sign) =>
        $$"""[ -n "$TMUX_PANE" ] && tmux set-option -p -F -t "$TMUX_PANE" @rk_agent_subs '#{e|{{sign}}|:#{?@rk_agent_subs,#{@rk_agent_subs},0},1}' \; wait-for -S rk-hint >/dev/null 2>&1; exit 0""";
}
