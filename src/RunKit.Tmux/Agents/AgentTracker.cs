namespace RunKit.Tmux.Agents;

/// <summary>
/// Follows the agents of one generation of a server from look to look, and says what has changed. Not thread-safe.
/// </summary>
public sealed class AgentTracker
{
    /// <summary>For so long an agent that has ended is told of, unless another program of its pane takes its place, or the pane goes.</summary>
    public static readonly TimeSpan ExitedStays = TimeSpan.FromMinutes(10);

    private readonly Dictionary<PaneId, Tracked> _panes = [];

    /// <summary>What the next look goes by.</summary>
    public AgentPlan Plan { get; private set; } = AgentPlan.Empty;

    /// <summary>The agents and other programs, by pane.</summary>
    public ImmutableArray<AgentRecord> Records => [.. _panes.Values.Select(tracked => tracked.Record).OfType<AgentRecord>().OrderBy(record => record.Pane.Number)];

    /// <summary>Takes a look at all panes of the server, and says what has changed since the last one.</summary>
    public ImmutableArray<AgentEdge> Observe(IReadOnlyList<AgentFinding> findings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var edges = ImmutableArray.CreateBuilder<AgentEdge>();
        var seen = findings.Select(finding => finding.Pane.Id).ToHashSet();
        foreach (var (pane, tracked) in _panes.Where(known => !seen.Contains(known.Key)).ToArray())
        {
            tracked.End(now, "its pane is gone", edges);
            _panes.Remove(pane);
        }

        foreach (var finding in findings)
        {
            if (!_panes.TryGetValue(finding.Pane.Id, out var tracked))
            {
                _panes[finding.Pane.Id] = tracked = new Tracked();
            }

            tracked.Observe(finding, now, edges);
        }

        Plan = new AgentPlan(findings.ToImmutableDictionary(finding => finding.Pane.Id, finding => _panes[finding.Pane.Id].PlanAfter(finding)));
        return edges.ToImmutable();
    }

    private sealed class Tracked
    {
        private AgentSubject? _subject;
        private AgentMemory? _memory;
        private DateTimeOffset _started;
        private string? _claim;
        private string _title = "";
        private DateTimeOffset _titleSince;
        private ImmutableArray<string> _rows = [];
        private DateTimeOffset? _screenSince;
        private DateTimeOffset? _capturedAt;
        private ImmutableArray<AgentEvidence> _screen = [];

        public AgentRecord? Record { get; private set; }

        public void Observe(AgentFinding finding, DateTimeOffset now, ImmutableArray<AgentEdge>.Builder edges)
        {
            if (finding.Pane.Title != _title || _titleSince == default)
            {
                (_title, _titleSince) = (finding.Pane.Title, now);
            }

            Follow(finding, now, edges);
            _claim = finding.Pane.Claim;
        }

        private void Follow(AgentFinding finding, DateTimeOffset now, ImmutableArray<AgentEdge>.Builder edges)
        {
            var subject = finding.Subject(now);
            if (subject is not { IsKnown: true } && _subject is { IsKnown: true } && finding is { FormerLives: true, Pane.Dead: false } && subject?.Process != _subject.Process)
            {
                SetAside(finding, now, edges);
                return;
            }

            if (subject is not null && (_subject is null || subject.Process != _subject.Process || subject.Name != _subject.Name) && !TryBegin(subject, finding, now, edges))
            {
                return;
            }

            if (subject is null && _subject is not null)
            {
                Leave(finding, now, edges);
                return;
            }

            if (subject is null)
            {
                return;
            }

            // What was a program without rules is an agent as soon as its hook speaks for it.
            _subject = subject with { IsKnown = subject.IsKnown || _subject!.IsKnown };
            TakeScreen(finding, now);
            var look = new AgentLook(finding.Pane, _started)
            {
                LastOutput = finding.Process?.LastOutput,
                Screen = _screen,
                Rows = _rows,
                ScreenSince = _screenSince,
                ReadsLine = finding.ReadsLine,
            };
            Move(_subject.IsKnown ? AgentSights.Known(_subject.Program, look, now) : AgentSights.Unknown(look, now), finding.Pane, now, edges);
        }

        public void End(DateTimeOffset now, string why, ImmutableArray<AgentEdge>.Builder edges)
        {
            if (Record is { } record && record.State.Status != AgentStatus.Exited)
            {
                var state = new AgentState(AgentStatus.Exited, now) { Evidence = new AgentEvidence(AgentSource.Process, AgentStatus.Exited, why, now) };
                Record = record with { State = state, Evidence = [state.Evidence] };
                edges.Add(new AgentEdge(Record, record.State));
            }
        }

        public AgentPlanRow PlanAfter(AgentFinding finding) => new(finding.Process, _subject?.Process, finding.Agent)
        {
            Started = finding.Started,
            CapturedAt = _capturedAt,
            Title = _title,
            TitleSince = _titleSince,
            NeededScreen = finding.NeedsScreen,
        };

        /// <summary>Another program is there now; false while an agent that has ended is still told of in its place.</summary>
        private bool TryBegin(AgentSubject subject, AgentFinding finding, DateTimeOffset now, ImmutableArray<AgentEdge>.Builder edges)
        {
            if (_subject is { IsKnown: true })
            {
                End(now, finding.FormerLives ? "another program has taken its place" : "its process has ended", edges);

                // Whatever its user does next in that pane, that it has ended is worth telling for a while.
                if (!subject.IsKnown && Record is { } ended && now - ended.State.Since < ExitedStays)
                {
                    return false;
                }
            }

            // A claim that stood there before this program was seen is another's, though it may be of the same second.
            var stale = _subject is null ? null : _claim;
            (_subject, _memory, _started, Record) = (subject, AgentMemory.Of(now) with { Refuted = stale }, finding.Started, null);
            (_rows, _screen, _screenSince, _capturedAt) = ([], [], null, null);
            return true;
        }

        private void SetAside(AgentFinding finding, DateTimeOffset now, ImmutableArray<AgentEdge>.Builder edges)
        {
            var aside = new AgentEvidence(AgentSource.Process, AgentStatus.Unknown, "it is stopped, or in the background", now);
            Move(new AgentSight(IsKnown: true, [aside]) { Started = _started }, finding.Pane, now, edges);
        }

        // A shell waits for its user there now, or tmux keeps the pane of a dead program.
        private void Leave(AgentFinding finding, DateTimeOffset now, ImmutableArray<AgentEdge>.Builder edges)
        {
            End(now, finding.Pane.Dead ? "its pane is dead" : "its process has ended", edges);
            var stays = Record is { } record && (_subject!.IsKnown ? now - record.State.Since < ExitedStays : finding.Pane.Dead);
            if (!stays)
            {
                (_subject, Record) = (null, null);
            }
        }

        private void TakeScreen(AgentFinding finding, DateTimeOffset now)
        {
            if (finding.Rows is not { } rows)
            {
                return;
            }

            _capturedAt = now;
            if (_screenSince is null || !rows.SequenceEqual(_rows, StringComparer.Ordinal))
            {
                (_rows, _screenSince) = (rows, now);
                _screen = _subject?.Program is { } program ? AgentMatching.Screen(program, new AgentScreen(rows), now) : [];
            }
        }

        private void Move(AgentSight sight, AgentPane pane, DateTimeOffset now, ImmutableArray<AgentEdge>.Builder edges)
        {
            var before = _memory!;
            _memory = AgentReducer.Next(before, sight, now);
            var old = Record?.State;
            Record = new AgentRecord(pane.Id, AgentEvidence.Printable(pane.Target), _subject!.Name, _subject.IsKnown, _subject.Process, _memory.State)
            {
                IsLookedAt = pane.IsLookedAt,
                Title = AgentEvidence.Printable(pane.Title),
                Path = AgentEvidence.Printable(pane.Path),
                Evidence = _memory.Evidence,
            };
            if (old is null ? _memory.State.Status != AgentStatus.Unknown : !_memory.State.IsSameAs(old))
            {
                edges.Add(new AgentEdge(Record, old));
            }
        }
    }
}
