using System.Globalization;

namespace RunKit.Cli.Servers;

/// <summary>How the program of a dead pane ended, in a few words.</summary>
internal static class DeadPane
{
    public static string Words(int? status, string? signal) => (status, signal) switch
    {
        (_, { } name) => $"dead (signal {name})",
        ({ } code, _) => string.Create(CultureInfo.InvariantCulture, $"dead ({code})"),
        _ => "dead",
    };
}
