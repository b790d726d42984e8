using Akka.Event;

namespace RunKit.Hosting;

/// <summary>What Akka logs while no logger of the host's runs, on stderr: stdout may be for data.</summary>
internal sealed class StandardErrorLogger : MinimalLogger
{
    protected override void Log(object message) => Console.Error.WriteLine(message);
}
