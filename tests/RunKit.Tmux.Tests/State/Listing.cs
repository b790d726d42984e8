using System.Text;

namespace RunKit.Tmux.Tests.State;

/// <summary>Listings as tmux prints them for <c>StateReader.Commands</c>.</summary>
internal static class Listing
{
    /// <summary>A pane's row and the row of its window, without the last line end.</summary>
    public static byte[] Row(
        uint session = 0,
        uint window = 0,
        uint pane = 0,
        int windowIndex = 0,
        int paneIndex = 0,
        bool windowActive = true,
        bool paneActive = true,
        bool dead = false,
        int pid = 100,
        string group = "",
        string sessionName = "main",
        string windowName = "bash",
        string layout = "b25d,80x24,0,0,0",
        string title = "host",
        string command = "bash",
        string path = "/",
        string mode = "",
        string status = "",
        string signal = "") => Of(
            Window(session, window, windowIndex, windowActive, sessionName, group, windowName, layout),
            Pane(pane, window, paneIndex, paneActive, dead, pid, title, command, path, mode, status, signal));

    public static byte[] Window(
        uint session = 0,
        uint window = 0,
        int index = 0,
        bool active = true,
        string sessionName = "main",
        string group = "",
        string name = "bash",
        string layout = "b25d,80x24,0,0,0",
        string mark = "") =>
        Line($"W ${session} @{window} {index} {Bit(active)} 80 24", sessionName, group, mark, name, layout, layout);

    public static byte[] Pane(
        uint pane = 0,
        uint window = 0,
        int index = 0,
        bool active = true,
        bool dead = false,
        int pid = 100,
        string title = "host",
        string command = "bash",
        string path = "/",
        string mode = "",
        string status = "",
        string signal = "") =>
        Line($"P %{pane} @{window} {index} {Bit(active)} {Bit(dead)} {pid} 80 24", title, command, path, mode, status, signal);

    public static byte[] Client(int pid = 7, uint session = 0, int width = 80, bool control = false, bool readOnly = false, string name = "/dev/pts/1") =>
        Line($"C {pid} ${session} {width} 24 {Bit(control)} {Bit(readOnly)}", name);

    public static byte[] Buffer(long bytes = 3, long created = 1_700_000_000, string name = "buffer0") => Line($"B {bytes} {created}", name);

    private static byte[] Line(string numbers, params string[] texts) =>
        [.. Encoding.UTF8.GetBytes(numbers), .. texts.SelectMany(text => (byte[])[(byte)' ', .. Text(Encoding.UTF8.GetBytes(text))])];

    /// <summary>Rows joined as the lines of a block's body.</summary>
    public static byte[] Of(params byte[][] rows) => rows is [] ? [] : rows.Aggregate((all, row) => [.. all, (byte)'\n', .. row]);

    /// <summary><c>#{q:x}|</c> as every tmux but 3.4 and 3.5 prints it.</summary>
    public static byte[] Text(byte[] raw) => [.. Quoted(raw), (byte)'|'];

    /// <summary>The same from 3.4 and 3.5, which escape what they print.</summary>
    public static byte[] EscapedText(byte[] raw) => [.. Escaped([.. Quoted(raw)]), (byte)'|'];

    private static int Bit(bool value) => value ? 1 : 0;

    // format.c: a backslash before each of the shell's special characters.
    private static IEnumerable<byte> Quoted(byte[] raw) =>
        raw.SelectMany(b => "|&;<>()$`\\\"'*?[# =%"u8.Contains(b) ? new[] { (byte)'\\', b } : [b]);

    // utf8.c over vis.c with VIS_OCTAL|VIS_CSTYLE|VIS_NOSLASH: newline, tab and whole UTF-8 characters stay as they are.
    private static IEnumerable<byte> Escaped(byte[] printed)
    {
        for (var at = 0; at < printed.Length; at++)
        {
            var b = printed[at];
            var status = Rune.DecodeFromUtf8(printed.AsSpan(at), out _, out var length);
            if (status == System.Buffers.OperationStatus.Done && length > 1)
            {
                foreach (var part in printed[at..(at + length)])
                {
                    yield return part;
                }

                at += length - 1;
                continue;
            }

            var shown = b switch
            {
                (byte)'$' when at + 1 < printed.Length && IsVariableStart(printed[at + 1]) => "\\$",
                7 => "\\a",
                8 => "\\b",
                11 => "\\v",
                12 => "\\f",
                13 => "\\r",
                (byte)'\t' or (byte)'\n' or (>= 32 and < 127) => ((char)b).ToString(),
                _ => "\\" + Convert.ToString(b, 8).PadLeft(3, '0'),
            };
            foreach (var c in shown)
            {
                yield return (byte)c;
            }
        }
    }

    private static bool IsVariableStart(byte b) => char.IsAsciiLetter((char)b) || b is (byte)'_' or (byte)'{';
}
