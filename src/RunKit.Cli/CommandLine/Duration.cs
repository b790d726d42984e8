using System.Globalization;

namespace RunKit.Cli.CommandLine;

/// <summary>A length of time as people write it: <c>250ms</c>, <c>10s</c>, <c>5m</c>, <c>1h</c>. The unit is never left out.</summary>
internal static class Duration
{
    // "ms" before "m" and "s": each text ends with one of them alone.
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>Reads it; false when it is none.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (unit, milliseconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * milliseconds <= int.MaxValue)
            {
                duration = TimeSpan.FromMilliseconds(number * milliseconds);
                return true;
            }
        }

        return false;
    }

    /// <summary>Why an option's text is no length of time between two; null when it is one.</summary>
    public static string? Problem(string option, string text, TimeSpan least, TimeSpan most) =>
        !TryParse(text, out var duration) ? $"{option} {text}: it needs a unit, as in 250ms, 10s, 5m, 1h."
        : duration < least || duration > most ? $"{option} {text}: it is from {Text(least)} to {Text(most)}."
        : null;

    private static string Text(TimeSpan duration) => duration.TotalMilliseconds switch
    {
        < 1_000 and var few => string.Create(CultureInfo.InvariantCulture, $"{few:0.###}ms"),
        < 60_000 and var some => string.Create(CultureInfo.InvariantCulture, $"{some / 1_000:0.###}s"),
        < 3_600_000 and var many => string.Create(CultureInfo.InvariantCulture, $"{many / 60_000:0.###}m"),
        var most => string.Create(CultureInfo.InvariantCulture, $"{most / 3_600_000:0.###}h"),
    };
}
