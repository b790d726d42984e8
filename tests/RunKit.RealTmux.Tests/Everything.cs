using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests;

/// <summary>All that a server says of itself, written out: to see that it is the same afterwards.</summary>
internal static class Everything
{
    public static async Task<string> OfAsync(TmuxSandbox sandbox, string server)
    {
        List<string> said = [];
        await AskAsync("list-sessions", "-F", "#{session_id} #{session_name} #{session_windows} #{session_attached} #{session_group}");
        await AskAsync("list-panes", "-a", "-F", "#{session_id} #{window_id} #{window_name} #{window_layout} #{window_flags} #{pane_id} #{pane_pid} #{pane_dead}");
        await AskAsync("list-clients", "-F", "#{client_name}");
        await AskAsync("list-buffers");
        foreach (var scope in (string[])["-s", "-g", "-gw"])
        {
            await AskAsync("show-options", scope);
        }

        await AskAsync("show-hooks", "-g");
        await AskAsync("show-hooks", "-gw");
        await AskAsync("show-environment", "-g");
        foreach (var session in (await sandbox.TmuxAsync(server, "list-sessions", "-F", "#{session_name}")).Split('\n'))
        {
            await AskAsync("show-options", "-A", "-t", $"={session}:");
            await AskAsync("show-options", "-A", "-w", "-t", $"={session}:");
            await AskAsync("show-options", "-A", "-p", "-t", $"={session}:");
            await AskAsync("show-hooks", "-t", $"={session}:");
            await AskAsync("show-environment", "-t", $"={session}");
        }

        return string.Join('\n', said);

        async Task AskAsync(params string[] command) => said.Add($"{string.Join(' ', command)}:\n{await sandbox.TmuxAsync(server, command)}");
    }
}
