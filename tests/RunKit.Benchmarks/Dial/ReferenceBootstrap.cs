using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Dial;

/// <summary>
/// How the control plane that RunKit learned from comes to a connection: six tmux processes, one after the other. In its favour the
/// last runs on pipes, where the original makes a terminal for it, nothing is listed once it is attached, and its anchors run no user's
/// shell (<see cref="Tmux.Servers.WithAsync"/>).
/// </summary>
internal static class ReferenceBootstrap
{
    private const string Anchor = "_rk-ctl";

    public static async Task<ReferenceClient> RunAsync(TmuxSandbox sandbox, string server)
    {
        await sandbox.TryTmuxAsync(server, "set-option", "-g", "exit-empty", "off");
        await sandbox.TryTmuxAsync(server, "set-option", "-s", "@rk_origin", "http://127.0.0.1:3000");
        var sessions = await sandbox.TmuxAsync(server, "list-sessions", "-F", "#{session_name}");

        // Where the anchor is already these two fail, and it goes on.
        await sandbox.TryTmuxAsync(server, "new-session", "-d", "-s", Anchor);
        await sandbox.TryTmuxAsync(server, "set-option", "-t", $"={Anchor}", "@rk_ctl_keepalive", "1");
        return ReferenceClient.Attach(sandbox, server, sessions.Split('\n').FirstOrDefault(session => session != Anchor) ?? Anchor);
    }
}
