using RunKit.Actors.Panes;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Agents;

/// <summary>Who waits for the state of an agent. Used by one actor alone.</summary>
internal sealed class AgentWaits(string node)
{
    private const int MostWaiters = 1000;

    // For so long a server may not tell, such as one whose connection is being made anew.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, Waiting> _waits = [];

    public bool Any => _waits.Count > 0;

    public bool TryAdd(AgentsProtocol.AwaitAgent wait, IActorRef caller, TimeSpan now)
    {
        if (_waits.Count >= MostWaiters)
        {
            caller.Tell(Ended(new WaitOutcome.NotKnown($"{MostWaiters} wait already")));
            return false;
        }

        _waits[wait.Waiter] = new Waiting(wait, caller, now) { Heard = now };
        return true;
    }

    public void Forget(long waiter) => _waits.Remove(waiter);

    public void TimeOut(long waiter) => End(waiter, new WaitOutcome.TimedOut());

    /// <summary>A server was looked at.</summary>
    public void Take(AgentsProtocol.ServerLooked looked, TimeSpan now)
    {
        foreach (var (waiter, waiting) in _waits.Where(known => known.Value.Wait.Pane.Server == looked.Server).ToArray())
        {
            if (looked.Problem is not null)
            {
                continue;
            }

            waiting.Heard = now;
            var pane = waiting.Wait.Pane.Pane;
            if (looked.Records.Any(record => record.Pane == pane && record.State.Status == waiting.Wait.Status))
            {
                End(waiter, new WaitOutcome.Held(WaitCondition.AgentWord));
            }
            else if (looked.Panes.Contains(pane))
            {
                waiting.WasThere = true;
            }
            else if (looked.Began >= waiting.Since)
            {
                // A look that was begun before may have missed what had just been made.
                End(waiter, waiting.WasThere ? new WaitOutcome.Gone() : new WaitOutcome.UnknownPane());
            }
        }
    }

    /// <summary>Ends those whose server has not told anything for too long.</summary>
    public void GiveUp(Func<ServerName, string> reason, TimeSpan now)
    {
        foreach (var (waiter, waiting) in _waits.Where(known => now - known.Value.Heard > MostSilence).ToArray())
        {
            End(waiter, new WaitOutcome.NotKnown(reason(waiting.Wait.Pane.Server)));
        }
    }

    public void EndAll(string reason)
    {
        foreach (var waiter in _waits.Keys.ToArray())
        {
            End(waiter, new WaitOutcome.NotKnown(reason));
        }
    }

    private void End(long waiter, WaitOutcome outcome)
    {
        if (_waits.Remove(waiter, out var waiting))
        {
            waiting.Caller.Tell(Ended(outcome));
        }
    }

    private WaitsProtocol.WaitEnded Ended(WaitOutcome outcome) => new(node, outcome);

    private sealed class Waiting(AgentsProtocol.AwaitAgent wait, IActorRef caller, TimeSpan since)
    {
        public AgentsProtocol.AwaitAgent Wait { get; } = wait;

        public IActorRef Caller { get; } = caller;

        public TimeSpan Since { get; } = since;

        public TimeSpan Heard { get; set; }

        public bool WasThere { get; set; }
    }
}
