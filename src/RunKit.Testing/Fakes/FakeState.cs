using System.Collections.Immutable;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Testing.Fakes;

/// <summary>Small server states: each session with one window and one pane.</summary>
public static class FakeState
{
    /// <summary>Sessions <c>$0</c>, <c>$1</c> ... of these names, with windows <c>@0</c> ... and panes <c>%0</c> ...</summary>
    public static ServerState Of(params string[] sessions) => Of([.. sessions.Select((name, number) => ((uint)number, name))]);

    /// <summary>Sessions of these numbers and names; each window and pane has its session's number.</summary>
    public static ServerState Of(params (uint Number, string Name)[] sessions) => new(
        sessions.ToImmutableSortedDictionary(session => new SessionId(session.Number), session => Session(session.Number, session.Name)),
        sessions.ToImmutableSortedDictionary(session => new WindowId(session.Number), session => new WindowState(new WindowId(session.Number), "bash")),
        sessions.ToImmutableSortedDictionary(session => new PaneId(session.Number), session => Pane(session.Number)));

    private static SessionState Session(uint number, string name) =>
        new(new SessionId(number), name, Attached: 0, [new WindowLink(0, new WindowId(number), Active: true)]);

    private static PaneState Pane(uint number) =>
        new(new PaneId(number), new WindowId(number), Index: 0, Active: true, Dead: false, Pid: 1, "host", "bash", "/");
}
