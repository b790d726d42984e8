namespace RunKit.Mcp.Resources;

/// <summary>Tells of each of some resources when it has changed, and of a burst of changes once.</summary>
/// <param name="session">The client, whose plane is read.</param>
/// <param name="explain">Which failures of the plane pass by.</param>
/// <param name="after">Changes behind this event are told.</param>
/// <param name="followed">Which resources the client wants to hear of now.</param>
/// <param name="tell">Tells of one.</param>
internal sealed class ResourceWatch(
    ToolSession session, Func<Exception, string?> explain, EventId after, Func<ImmutableHashSet<string>> followed, Func<string, CancellationToken, Task> tell)
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // What happens in a pane changes nothing that stands in a list of panes.
    private static readonly string[] Unlisted = ["pane.bell", "pane.prompt", "pane.output-started", "pane.output-quiet"];

    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private EventId _after = after;

    /// <summary>Until it is cancelled. A plane that cannot be read for a while is read on where it was left: what was missed is told as changed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await FollowAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (explain(e) is not null)
            {
                // The client learns it from its next call.
            }

            await Task.Delay(Pause, session.Jobs.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = session.Plane.ReadEventsAsync(_after, over.Token).GetAsyncEnumerator(over.Token);
        await using (events.ConfigureAwait(false))
        {
            var next = events.MoveNextAsync().AsTask();
            try
            {
                for (Task? due = null; ;)
                {
                    if (due is not null && await Task.WhenAny(next, due).ConfigureAwait(false) == due)
                    {
                        await TellAsync(cancellationToken).ConfigureAwait(false);
                        due = null;
                        continue;
                    }

                    if (!await next.ConfigureAwait(false))
                    {
                        return;
                    }

                    _after = events.Current.Id;
                    _changed.UnionWith(followed().Where(uri => IsChanged(uri, events.Current)));
                    due ??= _changed.Count > 0 ? Task.Delay(Burst, session.Jobs.Time, over.Token) : null;
                    next = events.MoveNextAsync().AsTask();
                }
            }
            finally
            {
                // What is enumerated cannot be disposed of while it is asked for more.
                await over.CancelAsync().ConfigureAwait(false);
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Where events were missed, anything may have changed.
    private static bool IsChanged(string uri, PlaneEvent happened) => happened is not ServerEventEnvelope { Server: var server }
        || (uri == ResourceUri.Servers
            ? EventTypes.Of(happened).StartsWith("server.", StringComparison.Ordinal)
            : uri == ResourceUri.OfServer(server) && !Unlisted.Contains(EventTypes.Of(happened), StringComparer.Ordinal));

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var changed = followed().Intersect(_changed);
        _changed.Clear();
        foreach (var uri in changed)
        {
            await tell(uri, cancellationToken).ConfigureAwait(false);
        }
    }
}
