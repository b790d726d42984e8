using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class Logged : ReceiveActor
{
    public Logged()
    {
        var log = Context.GetLogger();
        Receive<Action<ILoggingAdapter>>(act => act(log));
    }

    public static IActorRef Start(ActorSystem system) => system.ActorOf(Akka.Actor.Props.Create(() => new Logged()), "logged");
}

public sealed class LoggingTests() : ContractTest("akka.loglevel = DEBUG")
{
    private void With(Action<ILoggingAdapter> act) => Logged.Start(Sys).Tell(act);

    private T Next<T>()
        where T : LogEvent => (T)FishForMessage<LogEvent>(logEvent => logEvent.LogClass == typeof(Logged));

    [Fact]
    public void An_actors_log_carries_its_path_and_its_type()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        With(log => log.Info("hello"));
        var info = Next<Info>();
        info.LogSource.ShouldBe($"akka://{Sys.Name}/user/logged");
        info.LogClass.ShouldBe(typeof(Logged));
        info.Message.ToString().ShouldBe("hello");
        info.Cause.ShouldBeNull();
    }

    [Theory]
    [InlineData(LogLevel.DebugLevel, typeof(Debug))]
    [InlineData(LogLevel.InfoLevel, typeof(Info))]
    [InlineData(LogLevel.WarningLevel, typeof(Warning))]
    [InlineData(LogLevel.ErrorLevel, typeof(Error))]
    public void Every_level_has_its_event(LogLevel level, Type type)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        With(log => log.Log(level, null, "text"));
        var logEvent = Next<LogEvent>();
        logEvent.ShouldBeOfType(type);
        logEvent.LogLevel().ShouldBe(level);
    }

    [Fact]
    public void Positional_templates_are_filled_in()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        With(log =>
        {
            log.Debug("{0}", 1);
            log.Info("{0} {1}", 1, "two");
            log.Warning("{0} {1} {2}", 1, "two", 3.5);
            log.Error("{1} before {0}", 1, 2);
        });
        Next<Debug>().Message.ToString().ShouldBe("1");
        Next<Info>().Message.ToString().ShouldBe("1 two");
        Next<Warning>().Message.ToString().ShouldBe("1 two 3.5");
        Next<Error>().Message.ToString().ShouldBe("2 before 1");
    }

    [Fact]
    public void A_template_without_arguments_is_plain_text()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        With(log => log.Info("no holes"));
        Next<Info>().Message.ToString().ShouldBe("no holes");
    }

    [Fact]
    public void A_cause_goes_along()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        var boom = new Boom();
        With(log =>
        {
            log.Error(boom, "failed {0} times", 3);
            log.Warning(boom, "nearly");
        });
        var error = Next<Error>();
        error.Cause.ShouldBeSameAs(boom);
        error.Message.ToString().ShouldBe("failed 3 times");
        Next<Warning>().Cause.ShouldBeSameAs(boom);
    }

    [Fact]
    public void The_system_logs_too()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        Sys.Log.Warning("from {0}", "above");
        FishForMessage<Warning>(warning => warning.Message.ToString() == "from above");
    }

    [Fact]
    public void With_everything_on_every_level_is_enabled()
    {
        Sys.Log.IsDebugEnabled.ShouldBeTrue();
        Sys.Log.IsInfoEnabled.ShouldBeTrue();
        Sys.Log.IsWarningEnabled.ShouldBeTrue();
        Sys.Log.IsErrorEnabled.ShouldBeTrue();
    }
}

public sealed class LogLevelTests() : ContractTest("akka.loglevel = WARNING")
{
    [Fact]
    public void What_is_below_the_level_is_not_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        Logged.Start(Sys).Tell((Action<ILoggingAdapter>)(log =>
        {
            log.Debug("no");
            log.Info("no");
            log.Warning("yes");
            log.Error("yes");
        }));
        ExpectMsg<LogEvent>().ShouldBeOfType<Warning>();
        ExpectMsg<LogEvent>().ShouldBeOfType<Error>();
    }

    [Fact]
    public void What_is_below_the_level_is_not_enabled()
    {
        Sys.Log.IsDebugEnabled.ShouldBeFalse();
        Sys.Log.IsInfoEnabled.ShouldBeFalse();
        Sys.Log.IsWarningEnabled.ShouldBeTrue();
        Sys.Log.IsEnabled(LogLevel.InfoLevel).ShouldBeFalse();
        Sys.Log.IsEnabled(LogLevel.ErrorLevel).ShouldBeTrue();
    }
}

/// <summary>A logger as a user would write it.</summary>
public sealed class OwnLogger : ReceiveActor
{
    public static readonly ConcurrentQueue<string> Lines = new();

    public OwnLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(logEvent => Lines.Enqueue(logEvent.Message.ToString()!));
    }
}

public sealed class LoggerTests() : ContractTest("""akka.loggers = ["RunKit.ActorEngine.Contract.Tests.OwnLogger, RunKit.ActorEngine.Contract.Tests"]""")
{
    [Fact]
    public void A_configured_logger_gets_what_is_logged()
    {
        Sys.Log.Error("into my own log");
        AwaitAssert(() => OwnLogger.Lines.ShouldContain("into my own log"));
    }
}
