namespace RunKit.Tmux.Agents;

/// <summary>
/// Makes of all that was seen of an agent how it is. What counts, the strongest first: the end of the process, a question that is visible now, a fresh
/// claim of a hook, a title or a progress that says that it works, a text that does, an error, a sign that it is idle, silence.
/// </summary>
public static class AgentReducer
{
    /// <summary>How long an agent must look idle without a break.</summary>
    public static readonly TimeSpan IdleSettles = TimeSpan.FromSeconds(1.5);

    /// <summary>The same where the sign of it is also seen in other states.</summary>
    public static readonly TimeSpan WeakIdleSettles = TimeSpan.FromSeconds(5);

    /// <summary>How long a hook's claim that the agent works holds.</summary>
    public static readonly TimeSpan ClaimHolds = TimeSpan.FromMinutes(10);

    /// <summary>How long after a claim what is seen may still be of the moment before.</summary>
    public static readonly TimeSpan ClaimSettles = TimeSpan.FromSeconds(1.5);

    /// <summary>For so long an agent that says nothing is one that starts.</summary>
    public static readonly TimeSpan Starts = TimeSpan.FromSeconds(10);

    /// <summary>The next state.</summary>
    /// <param name="before">What was carried from the last look.</param>
    /// <param name="sight">What this look has shown.</param>
    /// <param name="now">The time.</param>
    public static AgentMemory Next(AgentMemory before, AgentSight sight, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(sight);
        var look = new Look(before, sight, now);
        var (evidence, memory) = sight.IsKnown ? look.Known() : (look.Unknown(), before);
        return Settle(before, memory, evidence, sight, now);
    }

    private static AgentMemory Settle(AgentMemory before, AgentMemory memory, AgentEvidence? evidence, AgentSight sight, DateTimeOffset now)
    {
        var last = before.State;
        var next = evidence is null
            ? last
            : last with { Status = evidence.Says, Kind = evidence.Says == AgentStatus.Waiting ? evidence.Kind ?? AgentWaitKind.Question : null, Evidence = evidence };
        if (evidence is not null && evidence.SaysTheSame(last.Evidence) && last.Evidence is { } same)
        {
            // What goes on is dated by its beginning.
            next = next with { Evidence = evidence with { At = same.At < evidence.At ? same.At : evidence.At } };
        }

        var isAttended = sight.Evidence.Any(seen => seen.Source == AgentSource.Bell);
        next = next with { Attention = isAttended, SubAgents = sight.SubAgents };
        return memory with
        {
            State = next.Status == last.Status && next.Kind == last.Kind ? next with { Since = last.Since } : next with { Since = now },
            Evidence = [.. sight.Evidence.OrderBy(Rank)],
            IsSeen = true,
        };
    }

    /// <summary>The order in which evidence counts.</summary>
    internal static int Rank(AgentEvidence evidence) => evidence switch
    {
        { Source: AgentSource.Process } => 0,
        { Source: AgentSource.Screen, Says: AgentStatus.Waiting } => 1,
        { Source: AgentSource.Title, Says: AgentStatus.Waiting } => 2,
        { Source: AgentSource.Hook } => 3,
        { Source: AgentSource.Title or AgentSource.Progress, Says: AgentStatus.Working } => 4,
        { Says: AgentStatus.Working } => 5,
        { Says: AgentStatus.Failed } => 6,
        { Says: AgentStatus.Idle, Source: not AgentSource.Output, Weak: false } => 7,
        { Says: AgentStatus.Idle, Source: not AgentSource.Output } => 8,
        _ => 9,
    };

    /// <summary>One look of one agent.</summary>
    private sealed class Look(AgentMemory before, AgentSight sight, DateTimeOffset now)
    {
        private readonly AgentState _last = before.State;

        public (AgentEvidence? Evidence, AgentMemory Memory) Known()
        {
            var working = First(AgentStatus.Working, AgentSource.Title, AgentSource.Progress) ?? First(AgentStatus.Working, AgentSource.Screen);
            var failed = First(AgentStatus.Failed, AgentSource.Screen, AgentSource.Title);
            var idle = Idle();
            DateTimeOffset? idleSince = idle is null || working is not null ? null : before.IdleSince ?? now;
            var memory = before with { IdleSince = idleSince };
            var asks = First(AgentStatus.Waiting, AgentSource.Screen, AgentSource.Title);
            if ((First(AgentStatus.Exited, AgentSource.Process) ?? First(AgentStatus.Unknown, AgentSource.Process)) is { } exited)
            {
                return (exited, memory with { IdleSince = null });
            }

            if (asks is not null)
            {
                // Whoever looks at the question does not look at an empty input line.
                return (asks, memory with { IdleSince = null });
            }

            var isIdle = idle is not null && idleSince is { } since && (now - since >= Settling(idle) || IsLongSo);
            if (Claimed(working, failed, isIdle && !idle!.Weak ? idle : null, ref memory) is { } claimed)
            {
                return (claimed, memory);
            }

            return (working ?? failed ?? (isIdle && MayBeIdle(idle!) ? idle : null) ?? Nothing(), memory);
        }

        // Never waiting from silence.
        public AgentEvidence? Unknown() =>
            First(AgentStatus.Exited, AgentSource.Process)
            ?? sight.Evidence.FirstOrDefault(seen => seen.Says == AgentStatus.Attention)
            ?? sight.Evidence.FirstOrDefault(seen => seen.Says == AgentStatus.Active)
            ?? sight.Evidence.FirstOrDefault(seen => seen.Says == AgentStatus.Quiet);

        private AgentEvidence? First(AgentStatus says, params ReadOnlySpan<AgentSource> sources)
        {
            foreach (var seen in sight.Evidence)
            {
                if (seen.Says == says && sources.Contains(seen.Source))
                {
                    return seen;
                }
            }

            return null;
        }

        private AgentEvidence? Idle() => sight.Evidence.Where(seen => seen.Says == AgentStatus.Idle && seen.Source != AgentSource.Hook).MinBy(Rank);

        // One that was there before anybody looked has had its time.
        private bool IsLongSo => !before.IsSeen && now - sight.Started > Starts;

        private static TimeSpan Settling(AgentEvidence idle) => idle.Weak ? WeakIdleSettles : IdleSettles;

        // A question is left, and an error forgotten, on proof alone: what is also seen in other states, and silence, are none.
        private bool MayBeIdle(AgentEvidence idle) => _last.Status switch
        {
            AgentStatus.Waiting => !idle.Weak && idle.Source != AgentSource.Output,
            AgentStatus.Failed => false,
            _ => true,
        };

        private AgentEvidence? Nothing() => _last.Status == AgentStatus.Unknown && now - sight.Started < Starts
            ? new AgentEvidence(AgentSource.Process, AgentStatus.Starting, "it was started just now", sight.Started) { Until = sight.Started + Starts }
            : _last.Status is AgentStatus.Starting && now - sight.Started >= Starts
                ? new AgentEvidence(AgentSource.Process, AgentStatus.Unknown, "it shows nothing that tells how it is", now)
                : null;

        /// <summary>The claim of the hook, where it counts; else what has refuted it is remembered.</summary>
        private AgentEvidence? Claimed(AgentEvidence? working, AgentEvidence? failed, AgentEvidence? idle, ref AgentMemory memory)
        {
            if (sight.Claim is not { } claim || claim.Text == before.Refuted || First(claim.Says, AgentSource.Hook) is not { } hook)
            {
                return null;
            }

            if (IsRefuted(claim, working, failed, idle))
            {
                memory = memory with { Refuted = claim.Text };
                return null;
            }

            // A claim from before the question was seen does not say that it was answered.
            if (_last.Status == AgentStatus.Waiting && _last.Evidence?.Source != AgentSource.Hook && claim.Says != AgentStatus.Waiting && claim.At < Second(_last.Since))
            {
                return null;
            }

            return claim.Says == AgentStatus.Idle ? OnIdle(hook, ref memory) : hook;
        }

        private bool IsRefuted(AgentClaim claim, AgentEvidence? working, AgentEvidence? failed, AgentEvidence? idle)
        {
            var isSettled = now - claim.At >= ClaimSettles;
            return claim.Says switch
            {
                AgentStatus.Working => now - claim.At > ClaimHolds || (isSettled && working is null && (idle is not null || failed is not null)),
                AgentStatus.Waiting => isSettled && (working is not null || idle is not null || failed is not null),
                AgentStatus.Idle => isSettled && (working is not null || (failed is not null && _last.Status != AgentStatus.Idle)),
                AgentStatus.Failed => isSettled && working is not null,
                _ => now - claim.At > Starts || (isSettled && (working is not null || idle is not null || failed is not null)),
            };
        }

        // The end of a turn is not the end of the agents that it has started.
        private AgentEvidence? OnIdle(AgentEvidence hook, ref AgentMemory memory)
        {
            if (sight.SubAgents > 0 && now - hook.At < ClaimHolds)
            {
                return hook with { Says = AgentStatus.Working, Seen = $"{hook.Seen}, and {sight.SubAgents} of its agents run", Until = hook.At + ClaimHolds };
            }

            var since = before.IdleSince ?? now;
            memory = memory with { IdleSince = since };
            return now - since >= IdleSettles || IsLongSo ? hook : Still(hook);
        }

        // Until it has settled, it is as it was.
        private AgentEvidence Still(AgentEvidence hook) => _last.Evidence is { } evidence && _last.Status != AgentStatus.Unknown
            ? evidence
            : hook with { Says = _last.Status };

        private static DateTimeOffset Second(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
    }
}
