using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.State;

/// <summary>
/// Fixed seeds: what a failure needs to happen again. <c>STATE_BURSTS</c> makes each longer; a seed that failed stays in the list.
/// </summary>
public sealed class StateTests
{
    private const int ChangesInABurst = 30;

    private static readonly int Bursts = int.TryParse(Environment.GetEnvironmentVariable("STATE_BURSTS"), out var bursts) ? bursts : 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_any_changes_the_state_and_the_events_replayed_are_what_tmux_lists(int seed)
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox, ("runkit.snapshot.refresh", "200ms"));
        await sandbox.StartAsync("a", options: ["-x", "100", "-y", "40", "tail", "-f", "/dev/null"]);
        await plane.ConnectsAsync("a");
        var user = new UserOfTmux(sandbox, "a", new Random(seed));
        var (first, before) = await QuietAsync(plane, user);

        for (var burst = 0; burst < Bursts; burst++)
        {
            var script = await user.ActAsync(ChangesInABurst);
            var problem = "";
            try
            {
                await Eventually.TrueAsync(async () => (problem = await DifferenceAsync(plane, user, first, before)).Length == 0, "the state is true");
            }
            catch (TimeoutException e)
            {
                throw new InvalidOperationException($"seed {seed}, burst {burst}: {problem}\nafter:\n{script}", e);
            }
        }

        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
        plane.EventsOf<ServerConnected>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_tree_tells_how_old_it_is_and_a_dead_servers_tree_is_not_known_rather_than_empty()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox, ("runkit.snapshot.refresh", "100ms"));
        await sandbox.StartAsync("a", options: ["tail", "-f", "/dev/null"]);
        await plane.ConnectsAsync("a");

        var earlier = (await TreeAsync(plane)).ShouldNotBeNull();
        await Eventually.TrueAsync(
            async () =>
            {
                var (before, now) = (earlier, (await TreeAsync(plane)).ShouldNotBeNull());
                earlier = now;
                return now.AsOf > before.AsOf && now.Revision == before.Revision;
            },
            "it is read again, though nothing has changed");

        await sandbox.TmuxAsync("a", "kill-server");
        await plane.DiesAsync("a");
        (await plane.Plane.GetTreeAsync(new("a"), default)).ShouldBeOfType<TreeOutcome.NotKnown>().Reason.ShouldContain("nothing has been read from a");
        (await plane.Plane.GetTreeAsync(new("nobody"), default)).ShouldBeOfType<TreeOutcome.UnknownServer>();
    }

    // A state and the number of events at which it was true.
    private static async Task<(ServerState First, int Events)> QuietAsync(PlaneHost plane, UserOfTmux user)
    {
        while (true)
        {
            var events = plane.Events.Count;
            var state = await user.ListAsync();
            if (Difference(await TreeAsync(plane), state).Length == 0 && plane.Events.Count == events)
            {
                return (state, events);
            }
        }
    }

    private static async Task<string> DifferenceAsync(PlaneHost plane, UserOfTmux user, ServerState first, int before)
    {
        var envelopes = plane.Events.Skip(before).ToList();
        var listed = await user.ListAsync();
        var known = Difference(await TreeAsync(plane), listed);
        if (known.Length > 0)
        {
            return $"the state: {known}";
        }

        envelopes.ShouldAllBe(envelope => envelope is ServerEventEnvelope);
        var replayed = envelopes.Cast<ServerEventEnvelope>().Select(envelope => envelope.Event).Aggregate(first, StateReplay.Apply);
        var difference = Difference(Tree(replayed), listed);
        return difference.Length > 0 ? $"the events replayed: {difference}" : "";
    }

    private static async Task<ServerTree?> TreeAsync(PlaneHost plane) =>
        (await plane.Plane.GetTreeAsync(new("a"), default) as TreeOutcome.Known)?.Tree;

    private static ServerTree Tree(ServerState state) => ServerTree.From("n", "a", new(1, 1), 0, default, state);

    // Line by line, so that a failure shows what is different and no more.
    private static string Difference(ServerTree? tree, ServerState listed)
    {
        var (one, other) = (Lines(tree), Lines(Tree(listed)));
        return string.Join('\n', one.Except(other).Select(line => $"  has {line}").Concat(other.Except(one).Select(line => $"  lacks {line}")));
    }

    private static List<string> Lines(ServerTree? tree) => tree is null
        ? ["nothing"]
        :
        [
            .. tree.Sessions.SelectMany(session => session.Windows.SelectMany(window => window.Panes.Select(pane => $"{session.Id} {window.Index} {pane}"))),
            .. tree.Sessions.SelectMany(session => session.Windows.Select(window => $"{session.Id} {window with { Panes = [] }}")),
            .. tree.Sessions.Select(session => $"{session with { Windows = [] }}"),
            .. tree.Clients.Select(client => $"{client}"),
            .. tree.Buffers.Select(buffer => $"{buffer}"),
        ];
}
