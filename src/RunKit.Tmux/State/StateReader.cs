using System.Buffers.Text;
using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.State;

/// <summary>
/// Asks for, and reads, the one listing that tells a whole server. Names, titles and paths may hold anything, newlines too, so each
/// comes quoted (tmux's <c>#{q:}</c>) and with its length in bytes (<c>#{n:}</c>), and no separator is ever searched for.
/// </summary>
public static class StateReader
{
    private const int TextFields = 5;
    private static readonly string[] Numbers =
    [
        "session_id", "window_id", "pane_id", "window_index", "pane_index",
        "window_active", "pane_active", "pane_dead", "pane_pid", "session_attached",
    ];

    private static readonly string[] Texts = ["session_name", "window_name", "pane_title", "pane_current_command", "pane_current_path"];

    /// <summary>The format of one row: a byte that is not <c>%</c>, ten numbers, then the texts as <c>LENGTH:TEXT,</c>.</summary>
    public static string Format { get; } = "R"
        + string.Concat(Numbers.Select(name => $" #{{{name}}}"))
        + " "
        + string.Concat(Texts.Select(name => $"#{{n:{name}}}:#{{q:{name}}},"));

    /// <summary>The command that asks: a row for each pane of each window of each session.</summary>
    public static TmuxCommand Command { get; } = new("list-panes", "-a", "-F", Format);

    /// <summary>
    /// Reads a listing's bytes. Anything out of shape makes the whole listing unreadable: a partial state is never handed out.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> listing, out ServerState state, out string problem)
    {
        var builder = new Builder();
        var rest = listing;
        problem = "";
        state = ServerState.Empty;
        while (!rest.IsEmpty)
        {
            if (!TryReadRow(ref rest, builder))
            {
                problem = $"tmux's listing is not in the form asked for, at byte {listing.Length - rest.Length}";
                return false;
            }
        }

        state = builder.Build();
        return true;
    }

    private static bool TryReadRow(ref ReadOnlySpan<byte> rest, Builder builder)
    {
        Span<long> numbers = stackalloc long[10];
        if (rest[0] != (byte)'R')
        {
            return false;
        }

        rest = rest[1..];
        for (var i = 0; i < numbers.Length; i++)
        {
            var sigil = i switch { 0 => (byte)'$', 1 => (byte)'@', 2 => (byte)'%', _ => (byte)0 };
            if (!TryReadNumber(ref rest, sigil, out numbers[i]))
            {
                return false;
            }
        }

        if (rest.IsEmpty || rest[0] != (byte)' ')
        {
            return false;
        }

        rest = rest[1..];
        var texts = new string[TextFields];
        for (var i = 0; i < TextFields; i++)
        {
            if (!ListingText.TryRead(ref rest, out texts[i]))
            {
                return false;
            }
        }

        if (!rest.IsEmpty)
        {
            if (rest[0] != (byte)'\n')
            {
                return false;
            }

            rest = rest[1..];
        }

        builder.Add(numbers, texts);
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, byte sigil, out long number)
    {
        number = 0;
        var start = sigil == 0 ? 1 : 2;
        if (rest.Length <= start || rest[0] != (byte)' ' || (sigil != 0 && rest[1] != sigil))
        {
            return false;
        }

        var digits = rest[start..];
        var most = sigil == 0 ? int.MaxValue : uint.MaxValue;
        if (!char.IsAsciiDigit((char)digits[0]) || !Utf8Parser.TryParse(digits, out number, out var used) || number > most)
        {
            return false;
        }

        rest = digits[used..];
        return true;
    }

    /// <summary>Gathers rows; the same window or pane comes once for each session that links to it.</summary>
    private sealed class Builder
    {
        private readonly Dictionary<SessionId, (string Name, int Attached, Dictionary<int, WindowLink> Links)> _sessions = [];
        private readonly Dictionary<WindowId, WindowState> _windows = [];
        private readonly Dictionary<PaneId, PaneState> _panes = [];

        public void Add(ReadOnlySpan<long> n, string[] texts)
        {
            var (session, window, pane) = (new SessionId((uint)n[0]), new WindowId((uint)n[1]), new PaneId((uint)n[2]));
            if (!_sessions.TryGetValue(session, out var known))
            {
                _sessions[session] = known = (texts[0], (int)n[9], []);
            }

            known.Links[(int)n[3]] = new WindowLink((int)n[3], window, n[5] != 0);
            _windows[window] = new WindowState(window, texts[1]);
            _panes[pane] = new PaneState(pane, window, (int)n[4], n[6] != 0, n[7] != 0, (int)n[8], texts[2], texts[3], texts[4]);
        }

        public ServerState Build() => new(
            _sessions.ToImmutableSortedDictionary(
                session => session.Key,
                session => new SessionState(
                    session.Key,
                    session.Value.Name,
                    session.Value.Attached,
                    [.. session.Value.Links.Values.OrderBy(link => link.Index)])),
            _windows.ToImmutableSortedDictionary(),
            _panes.ToImmutableSortedDictionary());
    }
}
