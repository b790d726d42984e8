using RunKit.Actors.Agents;
using RunKit.Tmux.Agents;

namespace RunKit.Actors.Notices;

/// <summary>Decides which changes are worth a notice. Not thread-safe.</summary>
/// <param name="settings">What is told.</param>
/// <param name="began">When the node began.</param>
internal sealed class NoticeFilter(NoticeSettings settings, TimeSpan began)
{
    private readonly Dictionary<(ServerName, ServerGeneration, PaneId, AgentStatus), TimeSpan> _told = [];

    /// <summary>Those of a look's changes that are to be told.</summary>
    public IEnumerable<AgentRecord> Take(AgentsProtocol.ServerLooked looked, TimeSpan now)
    {
        foreach (var old in _told.Where(told => now - told.Value >= settings.Cooldown).Select(told => told.Key).ToArray())
        {
            _told.Remove(old);
        }

        foreach (var edge in looked.Edges)
        {
            var (record, status) = (edge.Record, edge.Record.State.Status);
            var isNew = edge.Old?.Status != status || edge.Old?.Kind != record.State.Kind;
            if (record.IsKnown && isNew && !record.IsLookedAt && settings.On.Contains(status) && now - began >= settings.Grace
                && _told.TryAdd((looked.Server, looked.Generation, record.Pane, status), now))
            {
                yield return record;
            }
        }
    }
}
