using RunKit.Tmux.Commands;

namespace RunKit.Tmux.State;

/// <summary>
/// Asks for, and reads, the listing that tells a whole server: its windows in all sessions, its panes, clients and paste buffers. Names,
/// titles and paths may hold anything, newlines too, so each comes quoted (tmux's <c>#{q:}</c>) and ends with a byte that is never bare in
/// such a text. tmux makes each once: with its length (<c>#{n:}</c>) beside it a listing took it half as long again. Not thread-safe.
/// </summary>
public sealed class StateReader
{
    // Names that tmux completes: a user's command-alias matches whole names only, so none can stand in for these.
    private static ImmutableArray<(string Command, char Kind, string[] Fields)> Lists(string mark) =>
    [
        ("list-window", 'W',
        [
            "session_id", "window_id", "window_index", "window_active", "window_width", "window_height",
            ":session_name", ":session_group", $":{mark}", ":window_name", ":window_layout", ":window_visible_layout",
        ]),
        ("list-pane", 'P',
        [
            "pane_id", "window_id", "pane_index", "pane_active", "pane_dead", "pane_pid", "pane_width", "pane_height",
            ":pane_title", ":pane_current_command", ":pane_current_path", ":pane_mode", ":pane_dead_status", ":pane_dead_signal",
        ]),
        ("list-client", 'C',
        [
            "client_pid", "session_id", "?client_width", "?client_height", "client_control_mode", "client_readonly", ":client_name",
        ]),
        ("list-buffer", 'B', ["buffer_size", "buffer_created", ":buffer_name"]),
    ];

    private readonly StateRows _rows = new();

    /// <summary>All that was taken so far.</summary>
    internal StateRows Rows => _rows;

    /// <summary>How many commands ask.</summary>
    public const int Parts = 4;

    /// <summary>
    /// The commands that ask, in order; their replies in that order are the listing. On a server without sessions they fail.
    /// </summary>
    /// <param name="mark">The session option that marks an anchor.</param>
    public static ImmutableArray<TmuxCommand> Commands(string mark) => [.. Lists(mark).Select(Command)];

    /// <summary>
    /// Reads a whole listing. Anything out of shape, and a row that speaks of a window nobody listed, makes all of it unreadable: a partial
    /// state is never handed out.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> listing, out ServerState state, out string problem)
    {
        var reader = new StateReader();
        state = ServerState.Empty;
        return reader.TryTake(listing, out problem) && reader.TryBuild(out state, out problem);
    }

    /// <summary>Takes whole rows, of one reply or of several joined by line ends. When they cannot be read, none of them is taken.</summary>
    public bool TryTake(ReadOnlySpan<byte> rows, out string problem)
    {
        problem = "";
        var before = _rows.Count;
        var row = new ListingRow(rows);
        while (!row.Rest.IsEmpty)
        {
            var at = rows.Length - row.Rest.Length;
            if (!_rows.TryTake(ref row))
            {
                _rows.CutBackTo(before);
                problem = $"tmux's listing is not in the form asked for, at byte {at}";
                return false;
            }
        }

        return true;
    }

    /// <summary>The state that all rows taken so far make up.</summary>
    public bool TryBuild(out ServerState state, out string problem) =>
        StateBuilder.TryBuild(new ListingRows(_rows.Windows, _rows.Panes, _rows.Clients, _rows.Buffers), out state, out problem);

    private static TmuxCommand Command((string Command, char Kind, string[] Fields) list)
    {
        var format = list.Kind + string.Concat(list.Fields.Select(Field));
        var everywhere = list.Kind is 'W' or 'P' ? ["-a"] : Array.Empty<string>();
        return new TmuxCommand(list.Command, [.. everywhere, "-F", format]);
    }

    // ':' marks a text, '?' a number that tmux leaves out where it does not know it: the size of a client without a terminal.
    private static string Field(string field) => field[0] switch
    {
        ':' => $" #{{q{field}}}|",
        '?' => $" #{{?{field[1..]},#{{{field[1..]}}},0}}",
        _ => $" #{{{field}}}",
    };
}
