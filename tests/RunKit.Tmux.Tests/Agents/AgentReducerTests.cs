using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Agents;

namespace RunKit.Tmux.Tests.Agents;

public sealed class AgentReducerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    private static readonly AgentStatus[] OfKnown =
    [
        AgentStatus.Unknown, AgentStatus.Starting, AgentStatus.Working, AgentStatus.Waiting, AgentStatus.Idle, AgentStatus.Failed, AgentStatus.Exited,
    ];

    /// <summary>What is seen at the same time, by words, and what counts.</summary>
    public static TheoryData<string, AgentStatus> Precedence => new()
    {
        { "process:exited screen:waiting hook:working title:working", AgentStatus.Exited },
        { "screen:waiting hook:working title:working screen:working", AgentStatus.Waiting },
        { "title:waiting hook:working", AgentStatus.Waiting },
        { "hook:waiting title:weak-idle", AgentStatus.Waiting },
        { "hook:working title:weak-idle", AgentStatus.Working },
        { "title:working screen:idle", AgentStatus.Working },
        { "progress:working screen:idle", AgentStatus.Working },
        { "screen:working title:weak-idle screen:idle", AgentStatus.Working },
        { "screen:working screen:failed", AgentStatus.Working },
        { "screen:failed screen:idle", AgentStatus.Failed },
        { "screen:idle output:weak-idle", AgentStatus.Idle },
        { "output:weak-idle", AgentStatus.Idle },
        { "bell:attention screen:working", AgentStatus.Working },
    };

    /// <summary>What is seen, for how long, and how it is then.</summary>
    public static TheoryData<string, string> Lives => new()
    {
        // idle settles, working and waiting do not
        { "title:working 1s | screen:idle 1s", "working" },
        { "title:working 1s | screen:idle 2s", "working idle" },
        { "title:working 1s | title:weak-idle 4s", "working" },
        { "title:working 1s | title:weak-idle 6s", "working idle" },
        { "screen:idle 2s | screen:waiting 0s", "idle waiting" },
        { "screen:idle 1s | title:working 0s | screen:idle 1s", "working" },

        // waiting is left on proof alone
        { "screen:waiting 1s | nothing 60s", "waiting" },
        { "screen:waiting 1s | title:weak-idle 60s", "waiting" },
        { "screen:waiting 1s | output:weak-idle 60s", "waiting" },
        { "screen:waiting 1s | screen:idle 2s", "waiting idle" },
        { "screen:waiting 1s | title:working 0s", "waiting working" },
        { "screen:waiting 1s | screen:waiting hook-new:working 1s", "waiting" },
        { "screen:waiting 2s | hook-new:working 0s", "waiting working" },
        { "hook:working 1s | screen:waiting hook:working 5s | hook:working 5s", "working waiting" },

        // a hook's claim
        { "hook:working 599s", "working" },
        { "hook:working screen:idle 1s", "working" },
        { "hook:working screen:idle 3s", "working idle" },
        { "hook:working screen:idle 3s | hook:working 60s", "working idle" },
        { "hook:working title:weak-idle 60s", "working" },
        { "hook:waiting title:working 1s", "waiting" },
        { "hook:waiting title:working 3s", "waiting working" },
        { "hook:waiting screen:idle 4s", "waiting idle" },
        { "title:working 1s | hook:idle 1s", "working" },
        { "title:working 1s | hook:idle 3s", "working idle" },
        { "hook:failed screen:idle 60s", "failed" },
        { "hook:failed 2s | hook:failed title:working 3s", "failed working" },
        { "hook:idle 3s | hook:idle title:working 3s", "idle working" },
        { "hook:idle+2 3s | hook:idle 3s", "working idle" },

        // an error is left when it works again
        { "screen:failed 1s | screen:idle 60s", "failed" },
        { "screen:failed 1s | screen:working 0s", "failed working" },

        // at its start
        { "nothing 5s", "starting" },
        { "nothing 30s", "starting unknown" },
        { "nothing 5s | screen:idle 2s", "starting idle" },
    };

    [Theory]
    [MemberData(nameof(Precedence))]
    public void What_counts_most_wins(string seen, AgentStatus status)
    {
        var memory = AgentMemory.Of(Start);
        for (var look = 0; look < 10; look++)
        {
            memory = AgentReducer.Next(memory, Sight(seen, Start, Start.AddSeconds(look)), Start.AddSeconds(look));
        }

        memory.State.Status.ShouldBe(status);
        memory.State.Evidence.ShouldNotBeNull().Says.ShouldBe(status);
        memory.Evidence[0].SaysTheSame(memory.State.Evidence).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public void An_agent_is_one_after_the_other(string life, string states)
    {
        var memory = AgentMemory.Of(Start);
        List<string> told = [];
        var now = Start;
        foreach (var phase in life.Split(" | "))
        {
            var seconds = double.Parse(phase[(phase.LastIndexOf(' ') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
            var (begin, seen) = (now, phase[..phase.LastIndexOf(' ')]);
            for (; now <= begin.AddSeconds(seconds); now = now.AddSeconds(0.25))
            {
                memory = AgentReducer.Next(memory, Sight(seen, seen.Contains("hook-new", StringComparison.Ordinal) ? begin : Start, now), now);
                var word = AgentState.Word(memory.State.Status);
                if ((told.Count == 0 || told[^1] != word) && !(told.Count == 0 && (word is "starting" or "unknown") && !states.StartsWith(word, StringComparison.Ordinal)))
                {
                    told.Add(word);
                }
            }
        }

        string.Join(' ', told).ShouldBe(states);
    }

    [Fact]
    public void A_program_without_rules_never_waits_and_is_never_idle() => Prop.ForAll(Sights().ToArbitrary(), sights =>
    {
        var memory = AgentMemory.Of(Start);
        foreach (var (sight, at) in sights.Select((sight, index) => (sight, Start.AddSeconds(index))))
        {
            memory = AgentReducer.Next(memory, sight with { IsKnown = false }, at);
            if (memory.State.Status is not (AgentStatus.Unknown or AgentStatus.Active or AgentStatus.Quiet or AgentStatus.Attention or AgentStatus.Exited))
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_seen_an_agent_is_in_a_state_that_its_evidence_speaks_for() => Prop.ForAll(Sights().ToArbitrary(), sights =>
    {
        var memory = AgentMemory.Of(Start);
        foreach (var (sight, at) in sights.Select((sight, index) => (sight, Start.AddSeconds(index))))
        {
            var before = memory;
            memory = AgentReducer.Next(memory, sight, at);
            var isSound = OfKnown.Contains(memory.State.Status)
                && (memory.State.Kind is not null) == (memory.State.Status == AgentStatus.Waiting)
                && (memory.State.Evidence is null || memory.State.Evidence.Says == memory.State.Status)
                && memory.State.Since <= at
                && (memory.State.Status != AgentStatus.Waiting || before.State.Status == AgentStatus.Waiting || sight.Evidence.Any(seen => seen.Says == AgentStatus.Waiting))
                && AgentReducer.Next(before, sight, at).State == memory.State;
            if (!isSound)
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    private static Gen<AgentSight[]> Sights()
    {
        var evidence = from source in Gen.Elements(Enum.GetValues<AgentSource>())
                       from says in Gen.Elements(AgentStatus.Working, AgentStatus.Waiting, AgentStatus.Idle, AgentStatus.Failed, AgentStatus.Active, AgentStatus.Quiet, AgentStatus.Attention)
                       from weak in Gen.Elements(true, false)
                       where source is not (AgentSource.Hook or AgentSource.Process)
                       select new AgentEvidence(source, says, "seen", Start) { Weak = weak };
        var hooks = Gen.Elements("", "hook:working", "hook:waiting", "hook:idle", "hook:failed", "hook:idle+1");
        var sight = from many in evidence.ListOf()
                    from hook in hooks
                    from at in Gen.Choose(0, 30)
                    select Sight(hook.Length > 0 ? hook : "nothing", Start.AddSeconds(at), Start.AddSeconds(at)) is var claimed
                        ? claimed with { Evidence = [.. claimed.Evidence, .. many] }
                        : claimed;
        return sight.ArrayOf();
    }

    private static AgentSight Sight(string words, DateTimeOffset claimed, DateTimeOffset now)
    {
        var evidence = ImmutableArray.CreateBuilder<AgentEvidence>();
        AgentClaim? claim = null;
        var subs = 0;
        foreach (var word in words.Split(' ').Where(word => word != "nothing"))
        {
            var (source, says) = (word.Split(':')[0], word.Split(':')[1]);
            if (says.Contains('+', StringComparison.Ordinal))
            {
                subs = says[^1] - '0';
                says = says[..says.IndexOf('+', StringComparison.Ordinal)];
            }

            var weak = says.StartsWith("weak-", StringComparison.Ordinal);
            AgentState.TryStatus(weak ? says["weak-".Length..] : says, out var status).ShouldBeTrue();
            var kind = status == AgentStatus.Waiting ? AgentWaitKind.Permission : (AgentWaitKind?)null;
            if (source.StartsWith("hook", StringComparison.Ordinal))
            {
                AgentClaim.TryRead(AgentClaim.Write(status, kind, claimed), now, out var read).ShouldBeTrue();
                claim = read;
            }

            evidence.Add(new AgentEvidence(Source(source), status, word, source.StartsWith("hook", StringComparison.Ordinal) ? claimed : now) { Kind = kind, Weak = weak });
        }

        return new AgentSight(IsKnown: true, evidence.ToImmutable()) { Claim = claim, SubAgents = subs, Started = Start };
    }

    private static AgentSource Source(string word) => word switch
    {
        "process" => AgentSource.Process,
        "screen" => AgentSource.Screen,
        "title" => AgentSource.Title,
        "progress" => AgentSource.Progress,
        "bell" => AgentSource.Bell,
        "output" => AgentSource.Output,
        _ => AgentSource.Hook,
    };
}
