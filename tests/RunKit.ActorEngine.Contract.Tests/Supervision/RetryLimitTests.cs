using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class RetryLimitTests : ContractTest
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private IActorRef Kid(int? retries, TimeSpan? window)
    {
        var parent = Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref, "", new OneForOneStrategy(retries, window, _ => Directive.Restart)));
        parent.Tell(new Recorded.Spawn("kid"));
        return Watch(ExpectMsg<IActorRef>());
    }

    private void FailAndRestart(IActorRef kid, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            kid.Tell("count");
            kid.Tell(new Boom());
            kid.Tell("restarted");
            ExpectMsg(1);
            ExpectMsg("restarted");
        }
    }

    private void FailAndStop(IActorRef kid)
    {
        kid.Tell(new Boom());
        ExpectTerminated(kid);
    }

    [Fact]
    public void No_retries_mean_that_the_first_failure_stops() => FailAndStop(Kid(0, null));

    [Fact]
    public void No_retries_in_a_window_mean_the_same() => FailAndStop(Kid(0, Long));

    [Fact]
    public void Retries_without_a_window_count_over_the_childs_life()
    {
        var kid = Kid(2, null);
        FailAndRestart(kid, times: 2);
        FailAndStop(kid);
    }

    [Fact]
    public void Retries_in_a_window_are_counted_in_the_window()
    {
        var kid = Kid(2, Long);
        FailAndRestart(kid, times: 2);
        FailAndStop(kid);
    }

    [Fact]
    public async Task A_lapsed_window_forgives()
    {
        var kid = Kid(1, TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 3; i++)
        {
            kid.Tell(new Boom());
            kid.Tell("restarted");
            await ExpectMsgAsync("restarted");
            await Task.Delay(TimeSpan.FromMilliseconds(150));
        }
    }

    [Fact]
    public void Without_limit_and_window_there_is_no_end_of_restarts() => FailAndRestart(Kid(-1, null), times: 50);

    [Fact]
    public void Without_limit_but_with_a_window_there_is_one_restart_a_window()
    {
        var kid = Kid(-1, Long);
        FailAndRestart(kid);
        FailAndStop(kid);
    }

    [Fact]
    public void Milliseconds_are_a_window_too()
    {
        var strategy = new OneForOneStrategy(1, 3_600_000, _ => Directive.Restart);
        var parent = Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref, "", strategy));
        parent.Tell(new Recorded.Spawn("kid"));
        var kid = Watch(ExpectMsg<IActorRef>());
        FailAndRestart(kid);
        FailAndStop(kid);
    }

    [Fact]
    public void A_new_child_of_the_same_name_starts_with_all_its_retries()
    {
        var parent = Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref, "", new OneForOneStrategy(1, null, _ => Directive.Restart)));
        for (var i = 0; i < 2; i++)
        {
            parent.Tell(new Recorded.Spawn("kid"));
            var kid = Watch(ExpectMsg<IActorRef>());
            FailAndRestart(kid);
            FailAndStop(kid);
        }
    }
}
