using System.Collections.Immutable;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Testing.Fakes;

/// <summary>Small server states: each session with one window and one pane.</summary>
public static class FakeState
{
    private static readonly TerminalSize Screen = new(80, 24);

    /// <summary>Sessions <c>$0</c>, <c>$1</c> ... of these names, with windows <c>@0</c> ... and panes <c>%0</c> ... One named <c>_rk-ctl</c> is an anchor.</summary>
    public static ServerState Of(params string[] sessions) => Of([.. sessions.Select((name, number) => ((uint)number, name))]);

    /// <summary>Sessions of these numbers and names; each window and pane has its session's number.</summary>
    public static ServerState Of(params (uint Number, string Name)[] sessions) => ServerState.Empty with
    {
        Sessions = sessions.ToImmutableSortedDictionary(session => new SessionId(session.Number), session => Session(session.Number, session.Name)),
        Windows = sessions.ToImmutableSortedDictionary(session => new WindowId(session.Number), session => Window(session.Number)),
        Panes = sessions.ToImmutableSortedDictionary(session => new PaneId(session.Number), session => Pane(session.Number)),
    };

    /// <summary>The event of such a session's coming.</summary>
    public static SessionAdded Added(uint number, string name) => new(new SessionId(number), name, "", Session(number, name).Windows);

    // A session with the anchor's name has its mark too.
    private static SessionState Session(uint number, string name) =>
        new(new SessionId(number), name, Group: "", [new WindowLink(0, new WindowId(number), Active: true)])
        {
            Mark = name == AnchorNames.Default.Session ? $"%{number}" : "",
        };

    private static WindowState Window(uint number) =>
        new(new WindowId(number), "bash", new WindowShape(Screen, $"b25d,80x24,0,0,{number}", $"b25d,80x24,0,0,{number}"), new PaneId(number));

    private static PaneState Pane(uint number) =>
        new(new PaneId(number), new WindowId(number), Index: 0, Screen, Dead: false, Pid: 1, "host", "bash", "/", Mode: "");
}
