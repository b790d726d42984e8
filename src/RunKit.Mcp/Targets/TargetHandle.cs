using System.Globalization;

namespace RunKit.Mcp.Targets;

/// <summary>
/// How tools name a pane, a window or a session: <c>SERVER:PID@START:ID</c>, such as <c>work:4242@1700000000:%5</c>. It holds for one
/// generation of the server: ids start over with the next, and a handle of an earlier one is refused instead of meeting a stranger.
/// </summary>
/// <param name="Server">The server.</param>
/// <param name="Generation">Its process, and when that started.</param>
/// <param name="Id">tmux's id: <c>%5</c> a pane, <c>@3</c> a window, <c>$1</c> a session.</param>
internal sealed record TargetHandle(ServerName Server, ServerGeneration Generation, string Id)
{
    public const string Form = "SERVER:PID@START:ID, such as work:4242@1700000000:%5";

    public static bool TryParse(string text, out TargetHandle? handle)
    {
        handle = null;
        if (text.Split(':') is not [var name, var generation, var id]
            || generation.Split('@') is not [var pid, var start]
            || !ServerName.TryParse(name, out var server)
            || !int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            || !long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
            || !(PaneId.TryParse(id, out _) || WindowId.TryParse(id, out _) || SessionId.TryParse(id, out _)))
        {
            return false;
        }

        handle = new TargetHandle(server, new ServerGeneration(process, startTime), id);
        return true;
    }

    public override string ToString() => $"{Server}:{Generation}:{Id}";
}
