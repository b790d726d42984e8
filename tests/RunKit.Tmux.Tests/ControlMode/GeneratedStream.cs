using System.Text;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.ControlMode;

/// <summary>Some bytes as tmux would send them, and the item that they are.</summary>
/// <param name="Name">A notification's name; else empty.</param>
internal sealed record StreamPart(byte[] Bytes, ControlModeItem Item, byte[] Name);

/// <summary>Streams whose items are known beforehand.</summary>
internal static class GeneratedStream
{
    private static readonly string[] BodyPieces =
        ["%end 1 2 1", "%begin 1 2 1", "%exit", "%output %1 x", "\n", "\n", "a", " ", "\0", "é", "%", "%error ", "text", "\\033", "\r"];

    private static readonly string[] TextPieces = ["a", " ", "%", "é", "$1", "@1", " : ", "\t", "\\", "日本", "-", "\r"];

    public static IReadOnlyList<StreamPart> Next(Random random) => [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => Part(random))];

    private static StreamPart Part(Random random) => random.Next(6) switch
    {
        0 or 1 => Block(random),
        2 => Unframed(random),
        3 => Output(random),
        4 => Renamed(random),
        _ => Notification("sessions-changed", "", new TmuxNotification.SessionsChanged()),
    };

    private static StreamPart Block(Random random)
    {
        var number = (uint)random.Next();
        var flags = random.Next(4);
        var failed = random.Next(4) == 0;
        var guard = $"{random.NextInt64()} {number} {flags}";
        var body = random.Next(3) == 0 ? RandomBytes(random) : Encoding.UTF8.GetBytes(Text(random, BodyPieces));
        var lines = body.Length == 0 ? "" : "\n";
        byte[] bytes =
        [
            .. Encoding.UTF8.GetBytes($"%begin {guard}\n"), .. body, .. Encoding.UTF8.GetBytes($"{lines}%{(failed ? "error" : "end")} {guard}\n"),
        ];
        return new StreamPart(bytes, new ControlBlock(number, (flags & 1) == 1, failed, body, Cut: false), []);
    }

    private static StreamPart Unframed(Random random)
    {
        var text = $"x{Text(random, TextPieces)}";
        return new StreamPart(Encoding.UTF8.GetBytes($"{text}\n"), new UnframedLine(text), []);
    }

    private static StreamPart Output(Random random)
    {
        var data = RandomBytes(random);
        var pane = new PaneId((uint)random.Next());
        var escaped = data.SelectMany(b => b < ' ' || b == '\\' ? Encoding.ASCII.GetBytes($"\\{Convert.ToString(b, 8).PadLeft(3, '0')}") : [b]);
        byte[] bytes = [.. Encoding.ASCII.GetBytes($"%output {pane} "), .. escaped, (byte)'\n'];
        return new StreamPart(bytes, new TmuxNotification.Output(pane, data), "output"u8.ToArray());
    }

    private static StreamPart Renamed(Random random)
    {
        var name = Text(random, TextPieces);
        var window = new WindowId((uint)random.Next());
        var ours = random.Next(2) == 0;
        return Notification(
            ours ? "window-renamed" : "unlinked-window-renamed", $" {window} {name}", new TmuxNotification.WindowRenamed(window, name, ours));
    }

    private static StreamPart Notification(string name, string arguments, TmuxNotification item) =>
        new(Encoding.UTF8.GetBytes($"%{name}{arguments}\n"), item, Encoding.ASCII.GetBytes(name));

    private static string Text(Random random, string[] pieces) => string.Concat(random.GetItems(pieces, random.Next(12)));

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(80)];
        random.NextBytes(bytes);
        return bytes;
    }
}
