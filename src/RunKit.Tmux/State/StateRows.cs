using System.Globalization;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.State;

/// <summary>The rows of one reply of a listing or of several, in the order in which they came.</summary>
internal sealed class StateRows
{
    private readonly List<WindowRow> _windows = [];
    private readonly List<PaneRow> _panes = [];
    private readonly List<ClientState> _clients = [];
    private readonly List<BufferState> _buffers = [];

    public IReadOnlyList<WindowRow> Windows => _windows;

    public IReadOnlyList<PaneRow> Panes => _panes;

    public IReadOnlyList<ClientState> Clients => _clients;

    public IReadOnlyList<BufferState> Buffers => _buffers;

    public (int Windows, int Panes, int Clients, int Buffers) Count => (_windows.Count, _panes.Count, _clients.Count, _buffers.Count);

    /// <summary>Takes one row; false when it is out of shape.</summary>
    public bool TryTake(ref ListingRow row) => row.TryKind(out var kind)
        && kind switch
        {
            (byte)'W' => TryTakeWindow(ref row),
            (byte)'P' => TryTakePane(ref row),
            (byte)'C' => TryTakeClient(ref row),
            (byte)'B' => TryTakeBuffer(ref row),
            _ => false,
        }
        && row.TryEnd();

    /// <summary>Forgets the rows that came after <paramref name="count"/> was so.</summary>
    public void CutBackTo((int Windows, int Panes, int Clients, int Buffers) count)
    {
        _windows.RemoveRange(count.Windows, _windows.Count - count.Windows);
        _panes.RemoveRange(count.Panes, _panes.Count - count.Panes);
        _clients.RemoveRange(count.Clients, _clients.Count - count.Clients);
        _buffers.RemoveRange(count.Buffers, _buffers.Count - count.Buffers);
    }

    private bool TryTakeWindow(ref ListingRow row)
    {
        if (row.TryId('$', out var session)
            && row.TryId('@', out var id)
            && row.TryNumber(out int index)
            && row.TryFlag(out var active)
            && row.TrySize(out var size)
            && row.TryText(out var sessionName)
            && row.TryText(out var group)
            && row.TryText(out var mark)
            && row.TryText(out var name)
            && row.TryText(out var layout)
            && row.TryText(out var visible))
        {
            var window = new WindowId(id);
            _windows.Add(new WindowRow(
                new SessionId(session),
                sessionName,
                group,
                mark,
                new WindowLink(index, window, active),
                new WindowState(window, name, new WindowShape(size, layout, visible), null)));
            return true;
        }

        return false;
    }

    private bool TryTakePane(ref ListingRow row)
    {
        if (row.TryId('%', out var id)
            && row.TryId('@', out var window)
            && row.TryNumber(out int index)
            && row.TryFlag(out var active)
            && row.TryFlag(out var dead)
            && row.TryNumber(out int pid)
            && row.TrySize(out var size)
            && row.TryText(out var title)
            && row.TryText(out var command)
            && row.TryText(out var path)
            && row.TryText(out var mode)
            && row.TryText(out var status)
            && row.TryText(out var signal))
        {
            var pane = new PaneState(new PaneId(id), new WindowId(window), index, size, dead, pid, title, command, path, mode)
            {
                ExitStatus = dead && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null,
                ExitSignal = dead && signal.Length > 0 ? SignalNames.Of(signal) : null,
            };
            _panes.Add(new PaneRow(pane, active));
            return true;
        }

        return false;
    }

    private bool TryTakeClient(ref ListingRow row)
    {
        if (row.TryNumber(out int pid)
            && row.TryId('$', out var session)
            && row.TrySize(out var size)
            && row.TryFlag(out var control)
            && row.TryFlag(out var readOnly)
            && row.TryText(out var name))
        {
            _clients.Add(new ClientState(name, pid, new SessionId(session), size, control, readOnly));
            return true;
        }

        return false;
    }

    private bool TryTakeBuffer(ref ListingRow row)
    {
        if (row.TryNumber(out long bytes) && row.TryNumber(out long created) && row.TryText(out var name))
        {
            _buffers.Add(new BufferState(name, bytes, created));
            return true;
        }

        return false;
    }

}

/// <summary>A place that a window has in a session, and the window, whose active pane only the panes tell.</summary>
internal readonly record struct WindowRow(SessionId Session, string SessionName, string Group, string Mark, WindowLink Link, WindowState Window);

/// <summary>A pane, and whether it is its window's active one.</summary>
internal readonly record struct PaneRow(PaneState Pane, bool Active);
