using System.Text;

namespace RunKit.Tmux.ControlMode;

/// <summary>Reads one line outside a block. Total: every line becomes some item.</summary>
internal static class NotificationParser
{
    public static ControlModeItem Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[0] != (byte)'%')
        {
            return new UnframedLine(Encoding.UTF8.GetString(line));
        }

        var space = line.IndexOf((byte)' ');
        var name = space < 0 ? line[1..] : line[1..space];
        var arguments = space < 0 ? [] : line[(space + 1)..];
        if (name.SequenceEqual("exit"u8))
        {
            return new Exit(arguments.IsEmpty ? null : Encoding.UTF8.GetString(arguments));
        }

        var text = Encoding.UTF8.GetString(arguments);
        if (name.SequenceEqual("session-changed"u8))
        {
            var parts = text.Split(' ', 2);
            if (SessionId.TryParse(parts[0], out var session))
            {
                return new SessionChanged(session, parts.Length > 1 ? parts[1] : "");
            }
        }

        return new StateHint(Encoding.UTF8.GetString(name), text);
    }
}
