using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>How log templates are rendered and by whom they are received.</summary>
public sealed class FormatterTests() : ContractTest("akka.loglevel = DEBUG")
{
    private sealed class Shouting : ILogMessageFormatter
    {
        public string Format(string format, params object[] args) => string.Format(null, format, args).ToUpperInvariant();

        public string Format(string format, IEnumerable<object> args) => Format(format, [.. args]);
    }

    private sealed class CollectingLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public CollectingLogger(IActorRef told)
        {
            Receive<InitializeLogger>(initialize =>
            {
                initialize.LoggingBus.Subscribe(Self, typeof(Warning));
                Sender.Tell(new LoggerInitialized());
            });
            Receive<LogEvent>(told.Forward);
        }
    }

    public static TheoryData<string, Action<ILoggingAdapter>> Calls
    {
        get
        {
            var cause = new InvalidOperationException("on purpose");
            return new()
            {
                { "a", log => log.Debug(cause, "a") },
                { "a", log => log.Info(cause, "a") },
                { "a", log => log.Warning(cause, "a") },
                { "a", log => log.Error(cause, "a") },
                { "1 2 3", log => log.Debug("{0} {1} {2}", 1, 2, 3) },
                { "1 2 3", log => log.Info("{0} {1} {2}", 1, 2, 3) },
                { "1 2 3", log => log.Error("{0} {1} {2}", 1, 2, 3) },
                { "1 2", log => log.Debug("{0} {1}", args: [1, 2]) },
                { "1 2", log => log.Info("{0} {1}", args: [1, 2]) },
                { "1 2", log => log.Warning("{0} {1}", args: [1, 2]) },
                { "1 2", log => log.Error("{0} {1}", args: [1, 2]) },
                { "1", log => log.Debug(cause, "{0}", args: [1]) },
                { "1", log => log.Info(cause, "{0}", args: [1]) },
                { "1", log => log.Warning(cause, "{0}", args: [1]) },
                { "1", log => log.Error(cause, "{0}", args: [1]) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public void Every_level_takes_a_cause_and_any_number_of_arguments(string rendered, Action<ILoggingAdapter> call)
    {
        Sys.EventStream.Subscribe<LogEvent>(TestActor);
        call(Logging.GetLogger(Sys, "contract"));
        FishForMessage<LogEvent>(logEvent => logEvent.LogSource.StartsWith("contract", StringComparison.Ordinal)).Message.ToString().ShouldBe(rendered);
    }

    [Fact]
    public void A_formatter_of_ones_own_renders_the_templates()
    {
        var log = Logging.GetLogger(Sys, "contract", new Shouting());
        log.Formatter.ShouldBeOfType<Shouting>();
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        log.Info("hello {0}", "you");
        ExpectMsg<Info>().Message.ToString().ShouldBe("HELLO YOU");
    }

    [Fact]
    public void The_usual_formatter_is_that_of_the_base_library()
    {
        Log.Formatter.Format("{0} {1}", 1, 2).ShouldBe("1 2");
        DefaultLogMessageFormatter.Instance.Format("{0} {1}", (IEnumerable<object>)[1, 2]).ShouldBe("1 2");
    }

    [Fact]
    public void A_template_and_its_arguments_can_be_logged_again()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        Log.Info("hello {0}", "you");
        var message = ExpectMsg<Info>().Message.ShouldBeAssignableTo<LogMessage>()!;
        message.Format.ShouldBe("hello {0}");
        message.Parameters().ShouldBe(["you"]);
        Log.Log(LogLevel.ErrorLevel, null, message);
        ExpectMsg<Error>().Message.ToString().ShouldBe("hello you");
    }

    [Fact]
    public void An_event_knows_its_time_and_its_thread()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        Log.Info("now");
        var info = ExpectMsg<Info>();
        info.Thread.ShouldBe(Thread.CurrentThread);
        info.Timestamp.ShouldBe(TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_logger_subscribes_to_the_bus_that_it_is_given()
    {
        var told = TestActor;
        var logger = Sys.ActorOf(Props.Create(() => new CollectingLogger(told)));
        logger.Tell(new InitializeLogger(Sys.EventStream));
        ExpectMsg<LoggerInitialized>();
        Log.Warning("careful");
        ExpectMsg<Warning>().Message.ToString().ShouldBe("careful");
    }

    [Fact]
    public void A_subscription_by_type_argument_ends_by_type_argument()
    {
        Sys.EventStream.Subscribe<string>(TestActor).ShouldBeTrue();
        Sys.EventStream.Publish("heard");
        ExpectMsg("heard");
        Sys.EventStream.Unsubscribe<string>(TestActor).ShouldBeTrue();
        Sys.EventStream.Publish("unheard");
        ExpectNoMsg(100);
    }
}
