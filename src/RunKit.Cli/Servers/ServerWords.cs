using System.Globalization;

namespace RunKit.Cli.Servers;

/// <summary>What a server's row says to people; the machine's words are in <c>--json</c>.</summary>
internal static class ServerWords
{
    private const string Dead = "dead";

    /// <summary>How it is with the server, in a few words.</summary>
    public static string Of(ServerView view, DateTimeOffset now) => view.NodeUnreachableSince is { } lost
        ? $"{State(view)} {Age(now - lost)} ago, its node is not reached"
        : State(view) is var state && state == Dead ? HowDead(view.Ended, now) : state;

    /// <summary>The same without how long ago and by whom.</summary>
    public static string State(ServerView view) => (view.Status, view.Reason) switch
    {
        (ServerStatus.Unmanageable, _) => "unmanageable",
        (_, ServerReason.ServerDead or ServerReason.Killed) => Dead,
        (_, ServerReason.Unresponsive) => "not answering",
        (_, ServerReason.Released) => "released",
        (_, ServerReason.Vanished) => "running, its socket is gone",
        (_, ServerReason.DialFailed) => "not usable",
        (_, ServerReason.ConnectionLost or ServerReason.Restarted) => "connecting again",
        (ServerStatus.Connected, _) => "running",
        _ => "connecting",
    };

    private static string HowDead(ServerEnd? end, DateTimeOffset now)
    {
        if (end is null)
        {
            return Dead;
        }

        var how = end.Cause == LossCause.Unknown ? "" : $"{KebabCase.Of(end.Cause)} ";
        return $"{Dead}: {how}{Age(now - end.At)} ago{(end.By is { } by ? $" by {by}" : "")}";
    }

    /// <summary>How long, in the largest unit that it fills: <c>3 m</c>.</summary>
    public static string Age(TimeSpan age)
    {
        var (number, unit) = age switch
        {
            { TotalSeconds: < 1 } => (0, "s"),
            { TotalMinutes: < 1 } => (age.TotalSeconds, "s"),
            { TotalHours: < 1 } => (age.TotalMinutes, "m"),
            { TotalDays: < 1 } => (age.TotalHours, "h"),
            _ => (age.TotalDays, "d"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):0} {unit}");
    }
}
