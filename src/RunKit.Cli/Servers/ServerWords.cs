using System.Globalization;

namespace RunKit.Cli.Servers;

/// <summary>What a server's row says to people; the machine's words are in <c>--json</c>.</summary>
internal static class ServerWords
{
    /// <summary>How it is with the server, in a few words.</summary>
    public static string Of(ServerView view, DateTimeOffset now) => (view.Status, view.Reason) switch
    {
        (ServerStatus.Unmanageable, _) => "unmanageable",
        (_, ServerReason.ServerDead or ServerReason.Killed) => Dead(view.Ended, now),
        (_, ServerReason.Unresponsive) => "not answering",
        (_, ServerReason.Released) => "released",
        (_, ServerReason.Vanished) => "running, its socket is gone",
        (_, ServerReason.DialFailed) => "not usable",
        (_, ServerReason.ConnectionLost or ServerReason.Restarted) => "connecting again",
        (ServerStatus.Connected, _) => "running",
        _ => "connecting",
    };

    private static string Dead(ServerEnd? end, DateTimeOffset now)
    {
        if (end is null)
        {
            return "dead";
        }

        var how = end.Cause == LossCause.Unknown ? "" : $"{KebabCase.Of(end.Cause)} ";
        return $"dead: {how}{Ago(now - end.At)} ago{(end.By is { } by ? $" by {by}" : "")}";
    }

    private static string Ago(TimeSpan age)
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
