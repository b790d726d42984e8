using RunKit.Tmux.State;

namespace RunKit.Tmux.Panes;

/// <summary>
/// Tells from one look at the terminals of a server's panes after the other what has begun or ended there: a shell has come back to its prompt,
/// a pane prints again, or has printed nothing for a while. The first look at a pane tells nothing. Not thread-safe.
/// </summary>
public sealed class PaneActivity
{
    /// <summary>
    /// How long nothing may have been written until a pane is quiet: the kernel notes a terminal's last output every eight seconds at most, so
    /// that a shorter time would call one quiet that prints all the while.
    /// </summary>
    public static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(10);

    private Dictionary<PaneId, Seen> _seen = [];

    /// <summary>Takes a look at all panes, and says what has happened since the last one.</summary>
    /// <param name="panes">The panes; those that are gone are forgotten.</param>
    /// <param name="now">The time.</param>
    public ImmutableArray<ServerEvent> Observe(IEnumerable<PaneSight> panes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(panes);
        var events = ImmutableArray.CreateBuilder<ServerEvent>();
        var next = new Dictionary<PaneId, Seen>();
        foreach (var pane in panes)
        {
            var seen = new Seen(pane.AtPrompt, pane.LastOutput, pane.LastOutput is { } last && now - last < QuietAfter);
            if (_seen.TryGetValue(pane.Pane, out var before))
            {
                Tell(pane, before, seen, events);
            }

            next[pane.Pane] = seen;
        }

        _seen = next;
        return events.ToImmutable();
    }

    private static void Tell(PaneSight pane, Seen before, Seen now, ImmutableArray<ServerEvent>.Builder events)
    {
        if (now.Prints && !before.Prints && now.LastOutput != before.LastOutput)
        {
            events.Add(new PaneOutputStarted(pane.Pane));
        }

        if (now.AtPrompt == true && before.AtPrompt == false)
        {
            events.Add(new PanePrompt(pane.Pane));
        }

        if (!now.Prints && before.Prints)
        {
            events.Add(new PaneOutputQuiet(pane.Pane));
        }
    }

    private sealed record Seen(bool? AtPrompt, DateTimeOffset? LastOutput, bool Prints);
}

/// <summary>What a pane's terminal tells at one moment.</summary>
/// <param name="Pane">The pane.</param>
/// <param name="AtPrompt">A shell waits for a command; null where that cannot be seen.</param>
/// <param name="LastOutput">When something was last written to it; null where that cannot be seen.</param>
public sealed record PaneSight(PaneId Pane, bool? AtPrompt, DateTimeOffset? LastOutput);
