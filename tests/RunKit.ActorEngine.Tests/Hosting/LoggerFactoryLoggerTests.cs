using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.ActorEngine.Contract.Tests.Hosting;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace RunKit.ActorEngine.Tests.Hosting;

public class LoggerFactoryLoggerTests
{
    private const string Path = "akka://hosted/user/talker";

    [Fact]
    public async Task The_category_is_the_logging_type_and_the_path_is_told()
    {
        using var states = new CapturedStates();
        await using var host = await StartAsync(states);

        host.System.ActorSelection("/user/talker").Tell("hello");

        var (category, text, state) = await states.NextAsync(typeof(Talker).FullName!);
        category.ShouldBe(typeof(Talker).FullName);
        text.ShouldBe($"[{Path}] heard hello");
        state["ActorPath"].ShouldBe(Path);
        state["Message"].ShouldBe("heard hello");
        state["Thread"].ShouldBeOfType<int>();
        state["Timestamp"].ShouldBeOfType<DateTime>().Kind.ShouldBe(DateTimeKind.Utc);
        state["{OriginalFormat}"].ShouldBe("[{ActorPath}] {Message}");
    }

    [Fact]
    public async Task A_template_that_does_not_render_is_logged_as_it_stands()
    {
        using var states = new CapturedStates();
        await using var host = await StartAsync(states);

        host.System.ActorSelection("/user/talker").Tell(7);
        host.System.ActorSelection("/user/talker").Tell("still here");

        (await states.NextAsync(typeof(Talker).FullName!)).Text.ShouldEndWith("heard {Number}");
        (await states.NextAsync(typeof(Talker).FullName!)).Text.ShouldEndWith("heard still here");
    }

    private static Task<RunningHost> StartAsync(CapturedStates states) => RunningHost.StartAsync((akka, _) => akka
        .ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory(new LoggerFactory([states])))
        .WithActors((system, _) => system.ActorOf(Props.Create(() => new Talker()), "talker")));

    private sealed class Talker : ReceiveActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        public Talker()
        {
            Receive<string>(word => _log.Info("heard {0}", word));
            Receive<int>(number => _log.Info("heard {Number}", number));
        }
    }

    private sealed class CapturedStates : ILoggerProvider
    {
        private readonly Channel<Entry> _arriving = Channel.CreateUnbounded<Entry>();

        public ILogger CreateLogger(string categoryName) => new CapturingLogger(_arriving.Writer, categoryName);

        public async Task<Entry> NextAsync(string category)
        {
            using var deadline = new CancellationTokenSource(RunningHost.Deadline);
            while (true)
            {
                var entry = await _arriving.Reader.ReadAsync(deadline.Token);
                if (entry.Category == category)
                    return entry;
            }
        }

        public void Dispose() => _arriving.Writer.TryComplete();

        internal sealed record Entry(string Category, string Text, IReadOnlyDictionary<string, object?> State);

        private sealed class CapturingLogger(ChannelWriter<Entry> arriving, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var properties = ((IReadOnlyList<KeyValuePair<string, object?>>)state!).ToDictionary(p => p.Key, p => p.Value);
                arriving.TryWrite(new Entry(category, formatter(state, exception), properties));
            }
        }
    }
}
