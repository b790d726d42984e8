using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Tests.Lifecycle;

public class DialBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_dial_is_free() => DialBudget.Fresh.Wait(Start).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Two_dials_are_250_ms_apart()
    {
        var budget = DialBudget.Fresh.Spend(Start);
        budget.Wait(Start).ShouldBe(TimeSpan.FromMilliseconds(250));
        budget.Wait(At(0.1)).ShouldBe(TimeSpan.FromMilliseconds(150));
        budget.Wait(At(0.25)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Five_in_ten_seconds_are_the_most()
    {
        var budget = Spent(0, 1, 2, 3, 4);
        budget.Wait(At(5)).ShouldBe(TimeSpan.FromSeconds(5));
        budget.Wait(At(10)).ShouldBe(TimeSpan.Zero);
        Spent(0, 1, 2, 3).Wait(At(5)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void The_window_moves_with_the_oldest_of_the_last_five() =>
        Spent(0, 1, 2, 3, 4, 10).Wait(At(10.5)).ShouldBe(TimeSpan.FromSeconds(0.5));

    [Fact]
    public void What_is_older_than_the_window_is_forgotten()
    {
        Spent(0, 1, 2, 3, 4).Wait(At(60)).ShouldBe(TimeSpan.Zero);
        Spent(0, 1, 2, 3, 4, 60).Recent.Count().ShouldBe(1);
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_block_dials_for_ever() =>
        DialBudget.Fresh.Spend(At(3600)).Wait(Start).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Whoever_waits_as_told_never_exceeds_the_budget()
    {
        var random = new Random(51);
        for (var round = 0; round < 200; round++)
        {
            var (budget, now, dials) = (DialBudget.Fresh, Start, new List<DateTimeOffset>());
            for (var i = 0; i < 50; i++)
            {
                now += budget.Wait(now) + TimeSpan.FromMilliseconds(random.Next(3) == 0 ? random.Next(6000) : 0);
                if (budget.Wait(now) == TimeSpan.Zero)
                {
                    budget = budget.Spend(now);
                    dials.Add(now);
                }
            }

            dials.Count.ShouldBe(50);
            dials.Zip(dials.Skip(1)).All(pair => pair.Second - pair.First >= DialBudget.MinGap).ShouldBeTrue();
            dials.Zip(dials.Skip(DialBudget.MostPerWindow)).All(pair => pair.Second - pair.First >= DialBudget.Window).ShouldBeTrue();
        }
    }

    private static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    private static DialBudget Spent(params double[] seconds) =>
        seconds.Aggregate(DialBudget.Fresh, (budget, second) => budget.Spend(At(second)));
}
