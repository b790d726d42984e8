using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using AkkaLevel = Akka.Event.LogLevel;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace RunKit.ActorEngine.Contract.Tests.Hosting;

public class HostLoggingTests
{
    [Fact]
    public async Task What_actors_log_reaches_the_hosts_loggers_with_its_level_and_exception()
    {
        using var logs = new CapturedLogs();
        await using var host = await StartAsync(logs, AkkaLevel.DebugLevel);
        var cause = new InvalidOperationException("the cause");

        host.Registry.Get<Talker>().Tell(cause);

        (await logs.NextAsync("looking closely at 1 of 2")).Level.ShouldBe(LogLevel.Debug);
        (await logs.NextAsync("reading along")).Level.ShouldBe(LogLevel.Information);
        (await logs.NextAsync("watch out")).Level.ShouldBe(LogLevel.Warning);
        var error = await logs.NextAsync("it failed");
        error.Level.ShouldBe(LogLevel.Error);
        error.Exception.ShouldBe(cause);
    }

    [Fact]
    public async Task What_is_below_the_log_level_is_not_logged()
    {
        using var logs = new CapturedLogs();
        await using var host = await StartAsync(logs, AkkaLevel.WarningLevel);

        host.Registry.Get<Talker>().Tell(new InvalidOperationException());
        await logs.NextAsync("it failed");

        logs.Entries.ShouldContain(entry => entry.Text.Contains("watch out"));
        logs.Entries.ShouldNotContain(entry => entry.Text.Contains("reading along"));
        logs.Entries.ShouldNotContain(entry => entry.Text.Contains("looking closely"));
    }

    [Fact]
    public async Task A_factory_of_ones_own_takes_the_place_of_the_containers()
    {
        using var hosts = new CapturedLogs();
        using var own = new CapturedLogs();
        using var factory = new LoggerFactory([own]);
        await using var host = await StartAsync(hosts, AkkaLevel.InfoLevel, factory);

        host.Registry.Get<Talker>().Tell(new InvalidOperationException());
        await own.NextAsync("it failed");

        hosts.Entries.ShouldNotContain(entry => entry.Text.Contains("it failed"));
    }

    [Fact]
    public async Task A_logger_may_be_any_actor_that_takes_log_events()
    {
        await using var host = await RunningHost.StartAsync((akka, _) => akka
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLogger<ListeningLogger>();
            })
            .WithActors((system, registry) => registry.Register<Talker>(system.ActorOf(Props.Create(() => new Talker())))));

        host.Registry.Get<Talker>().Tell(new InvalidOperationException());

        (await ListeningLogger.Heard.Task.WaitAsync(RunningHost.Deadline)).ShouldContain("it failed");
    }

    private static Task<RunningHost> StartAsync(CapturedLogs logs, AkkaLevel level, ILoggerFactory? factory = null) => RunningHost.StartAsync(
        (akka, _) => akka
            .ConfigureLoggers(loggers =>
            {
                loggers.LogLevel = level;
                loggers.ClearLoggers();
                if (factory is null)
                    loggers.AddLoggerFactory();
                else
                    loggers.AddLoggerFactory(factory);
            })
            .WithActors((system, registry) => registry.Register<Talker>(system.ActorOf(Props.Create(() => new Talker()), "talker"))),
        services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)));

    private sealed class Talker : ReceiveActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        public Talker() => Receive<Exception>(cause =>
        {
            _log.Debug("looking closely at {0} of {1}", 1, 2);
            _log.Info("reading along");
            _log.Warning("watch out");
            _log.Error(cause, "it failed");
        });
    }

    private sealed class ListeningLogger : ReceiveActor, Akka.Dispatch.IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public static readonly TaskCompletionSource<string> Heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ListeningLogger()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<Error>(error => Heard.TrySetResult(error.ToString()));
            Receive<LogEvent>(_ => { });
        }
    }
}
