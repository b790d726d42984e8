using Akka.Actor;

namespace RunKit.ActorEngine.Tests.Scheduling;

public sealed class TimerQueueTests
{
    [Fact]
    public void Entries_leave_by_due_time_and_then_in_the_order_in_which_they_were_added()
    {
        foreach (var seed in Enumerable.Range(1, 50))
        {
            var random = new Random(seed);
            var queue = new TimerQueue();
            var waiting = new List<(TimerEntry Entry, int Added)>();
            for (var step = 0; step < 500; step++)
            {
                var action = random.Next(3);
                if (action < 2)
                {
                    var entry = Entry(queue, due: random.Next(40));
                    waiting.Add((entry, step));
                    queue.Add(entry).ShouldBe(First(waiting) == entry, $"seed {seed}, step {step}");
                }
                else if (waiting.Count > 0)
                {
                    var gone = random.Next(2) == 0 ? First(waiting)! : waiting[random.Next(waiting.Count)].Entry;
                    gone.Remove();
                    waiting.RemoveAll(w => w.Entry == gone);
                }

                queue.First.ShouldBe(First(waiting), $"seed {seed}, step {step}");
            }
        }
    }

    [Fact]
    public void Removing_an_entry_twice_takes_no_other_one_along()
    {
        var queue = new TimerQueue();
        var gone = Entry(queue, due: 1);
        var stays = Entry(queue, due: 2);
        queue.Add(gone);
        queue.Add(stays);

        gone.Remove();
        gone.Remove();

        queue.First.ShouldBe(stays);
        gone.IsDone.ShouldBeTrue();
    }

    private static TimerEntry Entry(TimerQueue queue, long due) => new(queue, due, 0, new object(), null, null, null);

    private static TimerEntry? First(IEnumerable<(TimerEntry Entry, int Added)> waiting) =>
        waiting.OrderBy(w => w.Entry.Due).ThenBy(w => w.Added).Select(w => w.Entry).FirstOrDefault();
}
