using System.Collections.Immutable;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Tests.State;

/// <summary>Fixed seeds: a failure here happens again.</summary>
public class StateReplayTests
{
    private const string Anchor = "_rk-ctl";
    private static readonly string[] Names = ["a", "b", "", Anchor];

    [Fact]
    public void The_events_between_any_two_states_lead_from_the_one_to_the_other()
    {
        var random = new Random(41);
        for (var round = 0; round < 3_000; round++)
        {
            var (before, after) = (Any(random), Any(random));
            var events = StateDiff.Between(before, after);
            Same(events.Aggregate(before, StateReplay.Apply), after, $"round {round}");
        }
    }

    [Fact]
    public void Events_told_twice_do_no_harm()
    {
        var random = new Random(42);
        for (var round = 0; round < 500; round++)
        {
            var (before, after) = (Any(random), Any(random));
            var events = StateDiff.Between(before, after);
            var twice = events.Aggregate(events.Aggregate(before, StateReplay.Apply), StateReplay.Apply);
            Same(twice, after, $"round {round}");
        }
    }

    [Fact]
    public void An_event_of_what_is_not_there_changes_nothing()
    {
        ServerEvent[] events =
        [
            new SessionRenamed(new SessionId(9), "a", "b"), new WindowRenamed(new WindowId(9), "a", "b"),
            new PaneChanged(new PaneId(9), new Change<string>("a", "b")), new ClientChanged("x"), new ServerReachable(),
        ];
        events.Aggregate(ServerState.Empty, StateReplay.Apply).ShouldBeSameAs(ServerState.Empty);
    }

    [Fact]
    public void Two_equal_states_have_nothing_between_them()
    {
        var random = new Random(43);
        for (var round = 0; round < 300; round++)
        {
            var state = Any(random);
            StateDiff.Between(state, state with { Buffers = state.Buffers }).ShouldBeEmpty();
        }
    }

    private static void Same(ServerState one, ServerState other, string when)
    {
        one.Sessions.Values.ShouldBe(other.Sessions.Values, when);
        one.Windows.Values.ShouldBe(other.Windows.Values, when);
        one.Panes.Values.ShouldBe(other.Panes.Values, when);
        one.Clients.Values.ShouldBe(other.Clients.Values, when);
        one.Buffers.Values.ShouldBe(other.Buffers.Values, when);
    }

    // Few ids and few values, so that much is kept, moved and given to another between two of these.
    private static ServerState Any(Random random)
    {
        var windows = Some(random, 4, id => new WindowState(
            new WindowId(id), Name(random), new WindowShape(Size(random), Name(random), Name(random)), random.Next(3) == 0 ? null : new PaneId((uint)random.Next(6))));
        var sessions = Some(random, 3, id => new SessionState(new SessionId(id), Name(random), Name(random), Links(random, windows)));
        var panes = windows.Length == 0 ? [] : Some(random, 6, id => new PaneState(
            new PaneId(id), windows[random.Next(windows.Length)].Id, random.Next(2), Size(random), random.Next(2) == 0, random.Next(2), Name(random),
            Name(random), Name(random), Name(random)) { ExitStatus = random.Next(3) == 0 ? random.Next(2) : null, ExitSignal = random.Next(3) == 0 ? Name(random) : null });
        var clients = Some(random, 3, id => new ClientState(
            $"c{id}", random.Next(2), new SessionId((uint)random.Next(3)), Size(random), random.Next(2) == 0, random.Next(2) == 0));
        var buffers = Some(random, 3, id => new BufferState($"b{id}", random.Next(2), random.Next(2)));
        return new ServerState(
            sessions.ToImmutableSortedDictionary(session => session.Id, session => session),
            windows.ToImmutableSortedDictionary(window => window.Id, window => window),
            panes.ToImmutableSortedDictionary(pane => pane.Id, pane => pane),
            clients.ToImmutableSortedDictionary(client => client.Name, client => client, StringComparer.Ordinal),
            buffers.ToImmutableSortedDictionary(buffer => buffer.Name, buffer => buffer, StringComparer.Ordinal));
    }

    private static T[] Some<T>(Random random, int most, Func<uint, T> make) =>
        [.. Enumerable.Range(0, most).Where(_ => random.Next(2) == 0).Select(id => make((uint)id))];

    private static ImmutableArray<WindowLink> Links(Random random, WindowState[] windows)
    {
        var links = windows.Length == 0 ? [] : Some(random, 4, index => new WindowLink((int)index, windows[random.Next(windows.Length)].Id, Active: false));
        var active = random.Next(-1, links.Length);
        return [.. links.Select((link, at) => link with { Active = at == active })];
    }

    private static TerminalSize Size(Random random) => new(80 + random.Next(2), 24);

    private static string Name(Random random) => Names[random.Next(Names.Length)];
}
