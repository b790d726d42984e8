using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.State;

/// <summary>Somebody who does at random whatever can be done to sessions, windows and panes, through tmux clients of their own.</summary>
internal sealed class UserOfTmux(TmuxSandbox sandbox, string server, Random random)
{
    private const int MostTries = 5;
    private const int MostSessions = 8;
    private const int MostWindows = 20;
    private const int MostPanes = 40;
    private const string Program = "tail -f /dev/null";

    private static readonly string[] Names = ["a", "two words", "50% #x", "ümläut 日本", "semi;colon", "q\"uote'", "$HOME", "x"];
    private static readonly string[] Layouts = ["tiled", "even-horizontal", "even-vertical", "main-vertical", "main-horizontal"];

    /// <summary>
    /// What a client of its own lists now. tmux looks at a pane's command twice for each row, for its length and for itself, and a program that
    /// starts between the two makes the row unreadable: then it is asked again.
    /// </summary>
    public async Task<ServerState> ListAsync()
    {
        string[] questions = [.. StateReader.Commands("@rk_ctl_keepalive").SelectMany((command, i) => (string[])[.. i == 0 ? Array.Empty<string>() : [";"], .. command.Words])];
        for (var tries = MostTries; ; tries--)
        {
            var result = await sandbox.RunAsync("tmux", ["-N", "-u", "-S", sandbox.Socket(server).Value, .. questions]);
            if (StateReader.TryRead(System.Text.Encoding.UTF8.GetBytes(result.Output), out var state, out var problem))
            {
                return state;
            }

            if (tries == 0)
            {
                throw new InvalidOperationException($"{problem}: status {result.Status}, {result.Error}, of {result.Output}");
            }
        }
    }

    /// <summary>Does so many things, each by a client of its own. Some fail, as they do when people try them; the others are done.</summary>
    public async Task<string> ActAsync(int changes)
    {
        List<string> done = [];
        for (var i = 0; i < changes; i++)
        {
            done.Add(Something(await ListAsync()));
            var file = $"{sandbox.Root}/doing";
            await File.WriteAllTextAsync(file, done[^1] + "\n");
            await sandbox.RunAsync("tmux", ["-N", "-u", "-S", sandbox.Socket(server).Value, "source-file", file]);
            if (!sandbox.IsAlive(server))
            {
                throw new InvalidOperationException($"tmux itself did not survive:\n{string.Join('\n', done)}");
            }
        }

        return string.Join('\n', done);
    }

    private string Something(ServerState state)
    {
        SessionState[] sessions = [.. state.VisibleSessions];
        WindowState[] windows = [.. sessions.SelectMany(session => session.Windows).Select(link => link.Window).Distinct().Select(id => state.Windows[id])];
        PaneState[] panes = [.. state.Panes.Values.Where(pane => windows.Any(window => window.Id == pane.Window))];
        if (panes.Length == 0)
        {
            return NewSession(sessions);
        }

        var (session, window, pane, other, otherPane) = (Any(sessions).Id, Any(windows).Id, Any(panes).Id, Any(windows).Id, Any(panes).Id);
        var index = random.Next(12);
        var roomForPanes = panes.Length < MostPanes;
        Func<string>[] doings =
        [
            () => sessions.Length < MostSessions ? NewSession(sessions) : $"kill-session -t '{session}'",
            () => sessions.Length > 2 ? $"kill-session -t '{session}'" : NewSession(sessions),
            () => $"rename-session -t '{session}' {Name()}",
            () => windows.Length < MostWindows ? $"new-window -d -t '{session}:' -n {Name()} {Program}" : $"kill-window -t '{window}'",
            () => windows.Length > 3 ? $"kill-window -t '{window}'" : $"new-window -t '{session}:' {Program}",
            () => $"rename-window -t '{window}' {Name()}",
            () => $"move-window -d -s '{window}' -t '{session}:{index}'",
            () => $"swap-window -d -s '{window}' -t '{other}'",
            () => $"link-window -d -s '{window}' -t '{session}:{index}'",
            () => $"unlink-window -t '{session}:{index}'",
            () => roomForPanes ? $"split-window -d {Flag("-h", "-v")} -t '{pane}' {Program}" : $"kill-pane -t '{pane}'",
            () => roomForPanes ? $"split-window {Flag("-h", "-v")} -t '{pane}' {Program}" : $"kill-pane -t '{pane}'",
            () => panes.Length > 4 ? $"kill-pane -t '{pane}'" : $"split-window -d -t '{pane}' {Program}",
            () => $"swap-pane -d -s '{pane}' -t '{otherPane}'",
            () => $"join-pane -d -s '{pane}' -t '{otherPane}'",
            () => $"break-pane -d -s '{OneOfSeveral(panes)}' -t '{session}:'",
            () => $"respawn-pane -k -t '{pane}' {Program}",
            () => $"respawn-pane -k -t '{pane}' true",
            () => $"select-layout -t '{window}' {Any(Layouts)}",
            () => $"resize-pane -Z -t '{pane}'",
            () => $"resize-pane -t '{pane}' -x {10 + random.Next(60)}",
            () => $"resize-window -t '{window}' -x {60 + random.Next(60)} -y {20 + random.Next(20)}",
            () => $"select-window -t '{session}:{index}'",
            () => $"last-window -t '{session}'",
            () => $"select-pane -t '{pane}'",
            () => $"select-pane -t '{pane}' -T {Name()}",
            () => $"rotate-window -t '{window}'",
            () => $"copy-mode {Flag("", "-q")} -t '{pane}'",
            () => $"set-option -w -t '{window}' remain-on-exit {Flag("on", "off")}",
            () => $"set-buffer -b {Any((string[])["one", "two", "three"])} {Name()}",
            () => $"delete-buffer -b {Any((string[])["one", "two", "three"])}",
        ];
        return Any(doings)();
    }

    // Of a window's only pane it would move the window, and its end then crashes tmux 3.3a where a control client is attached
    // (docs/decisions/0008).
    private PaneId OneOfSeveral(PaneState[] panes)
    {
        var several = panes.GroupBy(pane => pane.Window).Where(window => window.Count() > 1).SelectMany(window => window).ToList();
        return several.Count > 0 ? Any(several).Id : new PaneId(uint.MaxValue);
    }

    private string NewSession(SessionState[] sessions) => sessions.Length > 0 && random.Next(3) == 0
        ? $"new-session -d -t '{Any(sessions).Id}'"
        : $"new-session -d -s {Name()} -x 100 -y 40 {Program}";

    // tmux itself would expand a format here; the name is to be what it says.
    private string Name() =>
        "\"" + (Any(Names) + (random.Next(2) == 0 ? random.Next(100) : "")).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$").Replace("#", "##") + "\"";

    private string Flag(string one, string other) => random.Next(2) == 0 ? one : other;

    private T Any<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
