using System.Collections.Immutable;
using RunKit.Actors.Plane;
using RunKit.ControlPlane.Events;

namespace RunKit.Actors.Tests.Plane;

public sealed class EventLogTests
{
    private readonly EventLog _log = new("e1", capacity: 5);

    [Fact]
    public void Ids_begin_with_1_and_have_no_gaps()
    {
        Append(3);

        Behind(0)!.Value.Select(happened => happened.Id).ShouldBe([new("e1", 1), new("e1", 2), new("e1", 3)]);
        _log.Last.ShouldBe(new EventId("e1", 3));
    }

    [Fact]
    public void An_empty_log_ends_before_its_first_event()
    {
        _log.Last.ShouldBe(new EventId("e1", 0));
        Behind(0)!.Value.ShouldBeEmpty();
    }

    [Fact]
    public void A_reader_gets_exactly_what_it_missed()
    {
        Append(5);

        Sequences(Behind(2)).ShouldBe([3, 4, 5]);
        Sequences(Behind(5)).ShouldBeEmpty();
    }

    [Fact]
    public void The_oldest_id_that_can_be_resumed_from_is_the_one_before_the_buffers_first_event()
    {
        Append(8);

        Sequences(Behind(3)).ShouldBe([4, 5, 6, 7, 8]);
        Behind(2).ShouldBeNull();
    }

    [Fact]
    public void An_id_of_another_epoch_or_of_the_future_is_not_in_the_log()
    {
        Append(2);

        _log.Behind(new EventId("e0", 1), 10).ShouldBeNull();
        Behind(3).ShouldBeNull();
    }

    [Fact]
    public void A_page_is_no_longer_than_asked_and_the_next_one_goes_on_behind_it()
    {
        Append(5);

        Sequences(_log.Behind(new EventId("e1", 0), 2)).ShouldBe([1, 2]);
        Sequences(_log.Behind(new EventId("e1", 2), 2)).ShouldBe([3, 4]);
        Sequences(_log.Behind(new EventId("e1", 4), 2)).ShouldBe([5]);
    }

    [Theory]
    [InlineData(-1, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(2, 1, true)]
    [InlineData(5, 4, true)]
    [InlineData(6, 5, true)]
    public void A_moment_stands_for_the_first_event_that_is_not_older(int seconds, long behind, bool isComplete)
    {
        var log = Timed(capacity: 10, count: 5);

        log.Since(At(seconds)).ShouldBe((new EventId("e1", behind), isComplete));
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 2, false)]
    [InlineData(4, 3, true)]
    public void A_moment_that_the_buffer_does_not_reach_back_to_is_incomplete(int seconds, long behind, bool isComplete)
    {
        var log = Timed(capacity: 3, count: 5);

        log.Since(At(seconds)).ShouldBe((new EventId("e1", behind), isComplete));
    }

    // Events at 1, 2, 3... in a log that begins at 0.
    private static EventLog Timed(int capacity, int count)
    {
        var log = new EventLog("e1", capacity, At(0));
        for (var i = 1; i <= count; i++)
        {
            log.Append(id => new PlaneResync(id, At(i), "n1"));
        }

        return log;
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    private void Append(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _log.Append(id => new PlaneResync(id, DateTimeOffset.UnixEpoch, "n1"));
        }
    }

    private ImmutableArray<PlaneEvent>? Behind(long sequence) => _log.Behind(new EventId("e1", sequence), 100);

    private static IEnumerable<long> Sequences(ImmutableArray<PlaneEvent>? page) => page!.Value.Select(happened => happened.Id.Sequence);
}
