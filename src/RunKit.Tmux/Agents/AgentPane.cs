using System.Globalization;
using System.Text;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Agents;

/// <summary>What tmux says of a pane, as far as it tells of an agent.</summary>
/// <param name="Id">The pane.</param>
/// <param name="Pid">The process that tmux started in it.</param>
/// <param name="Dead">That has ended, and tmux keeps the pane.</param>
/// <param name="Session">The session in which it was found.</param>
/// <param name="Target">Where it is: <c>session:window.pane</c>.</param>
/// <param name="Tty">The path of its terminal.</param>
/// <param name="Command">The program in the foreground, as tmux sees it.</param>
/// <param name="Title">Its title.</param>
public sealed record AgentPane(PaneId Id, int Pid, bool Dead, string Session, string Target, string Tty, string Command, string Title)
{
    private const int Flags = 5;
    private const int Texts = 10;

    /// <summary>The format that <see cref="TryRead"/> reads. tmux makes nothing of what it does not know, such as a progress before 3.7.</summary>
    public const string Format =
        " #{pane_id} #{pane_pid} #{cursor_y} #{?pane_dead,1,0} #{?window_bell_flag,1,0} #{?#{==:#{window_panes},1},1,0} #{?session_attached,1,0}"
        + " #{?#{&&:#{window_active},#{pane_active}},1,0}"
        + " #{q:session_name}| #{q:window_index}| #{q:pane_index}| #{q:pane_tty}| #{q:pane_current_command}| #{q:pane_title}|"
        + " #{q:" + AgentClaim.Option + "}| #{q:" + AgentClaim.SubAgentsOption + "}| #{q:pane_pb_state}| #{q:pane_current_path}|";

    /// <summary>The row of its cursor.</summary>
    public int CursorRow { get; init; }

    /// <summary>The bell of its window has rung, and it has no other pane that can have rung it.</summary>
    public bool Bell { get; init; }

    /// <summary>A client is attached and shows it, and it has the keys.</summary>
    public bool IsLookedAt { get; init; }

    /// <summary>What its agent's hook claims; empty for nothing.</summary>
    public string Claim { get; init; } = "";

    /// <summary>How many agents of its own its agent's hooks have counted; empty for none.</summary>
    public string SubAgents { get; init; } = "";

    /// <summary>The state of the progress that its program reports; empty where tmux does not tell.</summary>
    public string Progress { get; init; } = "";

    /// <summary>The current directory of the program in the foreground.</summary>
    public string Path { get; init; } = "";

    /// <summary>Reads one row; false when it is out of shape.</summary>
    public static bool TryRead(string row, out AgentPane pane)
    {
        ArgumentNullException.ThrowIfNull(row);
        pane = null!;
        var fields = new ListingRow(Encoding.UTF8.GetBytes(row));
        if (!fields.TryId('%', out var id) || !fields.TryNumber(out int pid) || !fields.TryNumber(out int cursor))
        {
            return false;
        }

        Span<bool> flags = stackalloc bool[Flags];
        for (var flag = 0; flag < Flags; flag++)
        {
            if (!fields.TryFlag(out flags[flag]))
            {
                return false;
            }
        }

        var texts = new string[Texts];
        for (var text = 0; text < Texts; text++)
        {
            if (!fields.TryText(out texts[text]))
            {
                return false;
            }
        }

        if (!fields.Rest.IsEmpty)
        {
            return false;
        }

        pane = new AgentPane(
            new PaneId(id), pid, flags[0], texts[0], string.Create(CultureInfo.InvariantCulture, $"{texts[0]}:{texts[1]}.{texts[2]}"), texts[3], texts[4], texts[5])
        {
            CursorRow = cursor,
            Bell = flags[1] && flags[2],
            IsLookedAt = flags[3] && flags[4],
            Claim = texts[6],
            SubAgents = texts[7],
            Progress = texts[8],
            Path = texts[9],
        };
        return true;
    }
}
