using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>Writes the system's log to xunit's test output.</summary>
internal sealed class TestOutputLogger : ReceiveActor
{
    /// <summary>A logger; it starts with <see cref="InitializeLogger"/>.</summary>
    public TestOutputLogger(ITestOutputHelper output)
    {
        Receive<LogEvent>(logEvent => Write(output, logEvent.ToString()!));
        Receive<InitializeLogger>(initialize =>
        {
            foreach (var level in new[] { typeof(Debug), typeof(Info), typeof(Warning), typeof(Error) })
                initialize.LoggingBus.Subscribe(Self, level);

            Sender.Tell(new LoggerInitialized());
        });
    }

    private static void Write(ITestOutputHelper output, string line)
    {
        try
        {
            output.WriteLine(line);
        }
        catch (InvalidOperationException)
        {
            // The test is over: xunit takes no more output from it.
        }
    }
}
