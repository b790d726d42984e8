using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Xunit.Sdk;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class EventFilterTests() : ContractTest("akka.loglevel = DEBUG")
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private static void Fails(Action action) => Should.Throw<XunitException>(action);

    private static void Misses(IEventFilterApplier filter, Action action) => Fails(() => filter.ExpectOne(Short, action));

    [Fact]
    public void An_expected_event_passes_and_a_missing_one_fails()
    {
        EventFilter.Info("hello").ExpectOne(() => Sys.Log.Info("hello"));
        Misses(EventFilter.Info("hello"), () => Sys.Log.Info("goodbye"));
    }

    [Fact]
    public void Levels_are_told_apart()
    {
        EventFilter.Debug("x").ExpectOne(() => Sys.Log.Debug("x"));
        EventFilter.Warning("x").ExpectOne(() => Sys.Log.Warning("x"));
        EventFilter.Error("x").ExpectOne(() => Sys.Log.Error("x"));
        Misses(EventFilter.Warning("x"), () => Sys.Log.Error("x"));
    }

    [Fact]
    public void A_message_can_be_given_whole_or_in_part()
    {
        EventFilter.Info(start: "hello").ExpectOne(() => Sys.Log.Info("hello world"));
        EventFilter.Info(contains: "lo wo").ExpectOne(() => Sys.Log.Info("hello world"));
        Misses(EventFilter.Info("hello"), () => Sys.Log.Info("hello world"));
        Misses(EventFilter.Info(start: "world"), () => Sys.Log.Info("hello world"));
    }

    [Fact]
    public void The_source_can_be_given()
    {
        var actor = Logged.Start(Sys);
        var source = actor.Path.ToString();
        EventFilter.Info("x", source: source).ExpectOne(() => actor.Tell((Action<ILoggingAdapter>)(log => log.Info("x"))));
        Misses(EventFilter.Info("x", source: source), () => Sys.Log.Info("x"));
    }

    [Fact]
    public void Exceptions_are_expected_by_their_type_and_message()
    {
        EventFilter.Exception<Boom>().ExpectOne(() => Sys.Log.Error(new Boom(), "failed"));
        EventFilter.Exception<Boom>("torn").ExpectOne(() => Sys.Log.Error(new Boom("torn"), "failed"));
        Misses(EventFilter.Exception<InvalidOperationException>(), () => Sys.Log.Error(new Boom(), "failed"));
        Misses(EventFilter.Exception<Boom>("torn"), () => Sys.Log.Error(new Boom("bent"), "failed"));
    }

    [Fact]
    public void Events_are_counted()
    {
        EventFilter.Info("x").Expect(3, () =>
        {
            for (var i = 0; i < 3; i++)
            {
                Sys.Log.Info("x");
            }
        });
        Fails(() => EventFilter.Info("x").Expect(3, Short, () => Sys.Log.Info("x")));
    }

    /// <summary>Logs so many matching events and waits until the filters have seen them all.</summary>
    private void ExpectWhileLogging(int expected, int logged)
    {
        var fenced = false;
        EventFilter.Custom(logEvent =>
        {
            fenced |= logEvent.Message.ToString() == "fence";
            return logEvent.Message.ToString() == "x";
        }).Expect(expected, expected == 0 ? Short : TimeSpan.FromSeconds(20), () =>
        {
            for (var i = 0; i < logged; i++)
            {
                Sys.Log.Info("x");
            }

            Sys.Log.Info("fence");
            AwaitCondition(() => fenced);
        });
    }

    [Fact]
    public void One_event_too_many_fails()
    {
        ExpectWhileLogging(expected: 2, logged: 2);
        Fails(() => ExpectWhileLogging(expected: 2, logged: 3));
    }

    [Fact]
    public void Expecting_none_fails_when_one_comes()
    {
        ExpectWhileLogging(expected: 0, logged: 0);
        Fails(() => ExpectWhileLogging(expected: 0, logged: 1));
    }

    [Fact]
    public void Filters_can_be_combined() =>
        EventFilter.Info("a").And.Warning("b").Expect(2, () =>
        {
            Sys.Log.Info("a");
            Sys.Log.Warning("b");
            Sys.Log.Info("b");
        });

    [Fact]
    public void Any_predicate_is_a_filter() =>
        EventFilter.Custom(logEvent => logEvent.LogLevel() == LogLevel.InfoLevel && logEvent.Message.ToString()!.Length == 3).ExpectOne(() =>
        {
            Sys.Log.Info("four");
            Sys.Log.Info("six");
        });

    [Fact]
    public void Dead_letters_are_expected_by_the_type_of_their_message()
    {
        EventFilter.DeadLetter<string>().ExpectOne(() => Sys.DeadLetters.Tell("lost"));
        EventFilter.DeadLetter().ExpectOne(() => Sys.DeadLetters.Tell(42));
        Misses(EventFilter.DeadLetter<int>(), () => Sys.DeadLetters.Tell("lost"));
    }

    [Fact]
    public async Task Expectations_on_events_can_be_awaited()
    {
        await EventFilter.Info("later").ExpectOneAsync(async () =>
        {
            await Task.Yield();
            Sys.Log.Info("later");
        });
        await Should.ThrowAsync<XunitException>(() => EventFilter.Info("never").ExpectOneAsync(Short, () => Task.CompletedTask));
    }
}
