using Akka.Actor.Setup;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace RunKit.Cluster.Membership;

/// <summary>
/// What the cluster's actor system logs, in this node's log. A stranger at the door causes several lines an attempt: of each source there is
/// one a minute, with how many were left out.
/// </summary>
internal sealed partial class ClusterLog : ReceiveActor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private const int MostSources = 200;

    private readonly Dictionary<string, (long At, int LeftOut)> _said = new(StringComparer.Ordinal);
    private readonly Target? _target = Context.System.Settings.Setup.Get<Target>() is { HasValue: true } found ? found.Value : null;

    public ClusterLog()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(OnEvent);
    }

    private void OnEvent(LogEvent logged)
    {
        if (_target is not { Log: { } log, Time: { } time })
        {
            return;
        }

        var source = logged.LogClass.Name;
        var known = _said.TryGetValue(source, out var last);
        if (known && time.GetElapsedTime(last.At) < Pause)
        {
            _said[source] = last with { LeftOut = last.LeftOut + 1 };
            return;
        }

        if (known || _said.Count < MostSources)
        {
            _said[source] = (time.GetTimestamp(), 0);
            Line(log, source, logged.Message?.ToString()?.ReplaceLineEndings(" ") ?? "", last.LeftOut);
        }
    }

    [LoggerMessage(20, LogLevel.Debug, "the cluster's transport ({Source}): {Text} ({LeftOut} more before)")]
    private static partial void Line(ILogger log, string source, string text, int leftOut);

    /// <summary>Where it goes.</summary>
    public sealed class Target(ILogger log, TimeProvider time) : Setup
    {
        public ILogger Log { get; } = log;

        public TimeProvider Time { get; } = time;
    }
}
