using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Durations and sizes: a number, perhaps blanks, and a unit.</summary>
internal static class HoconUnits
{
    private static readonly Dictionary<string, double> DurationUnits = new(StringComparer.Ordinal)
    {
        [""] = TimeSpan.TicksPerMillisecond,
        ["ns"] = 0.01, ["nano"] = 0.01, ["nanos"] = 0.01, ["nanosecond"] = 0.01, ["nanoseconds"] = 0.01,
        ["us"] = 10, ["micro"] = 10, ["micros"] = 10, ["microsecond"] = 10, ["microseconds"] = 10,
        ["ms"] = TimeSpan.TicksPerMillisecond, ["milli"] = TimeSpan.TicksPerMillisecond, ["millis"] = TimeSpan.TicksPerMillisecond,
        ["millisecond"] = TimeSpan.TicksPerMillisecond, ["milliseconds"] = TimeSpan.TicksPerMillisecond,
        ["s"] = TimeSpan.TicksPerSecond, ["second"] = TimeSpan.TicksPerSecond, ["seconds"] = TimeSpan.TicksPerSecond,
        ["m"] = TimeSpan.TicksPerMinute, ["minute"] = TimeSpan.TicksPerMinute, ["minutes"] = TimeSpan.TicksPerMinute,
        ["h"] = TimeSpan.TicksPerHour, ["hour"] = TimeSpan.TicksPerHour, ["hours"] = TimeSpan.TicksPerHour,
        ["d"] = TimeSpan.TicksPerDay, ["day"] = TimeSpan.TicksPerDay, ["days"] = TimeSpan.TicksPerDay,
    };

    private static readonly Dictionary<string, double> ByteUnits = new(StringComparer.Ordinal)
    {
        [""] = 1, ["b"] = 1, ["B"] = 1, ["byte"] = 1, ["bytes"] = 1,
        ["kB"] = 1e3, ["MB"] = 1e6, ["GB"] = 1e9, ["TB"] = 1e12,
        ["k"] = 1 << 10, ["K"] = 1 << 10, ["Ki"] = 1 << 10, ["KiB"] = 1 << 10,
        ["m"] = 1 << 20, ["M"] = 1 << 20, ["Mi"] = 1 << 20, ["MiB"] = 1 << 20,
        ["g"] = 1 << 30, ["G"] = 1 << 30, ["Gi"] = 1 << 30, ["GiB"] = 1 << 30,
        ["t"] = 1L << 40, ["T"] = 1L << 40, ["Ti"] = 1L << 40, ["TiB"] = 1L << 40,
    };

    /// <summary>A duration; <c>infinite</c> is <see cref="Timeout.InfiniteTimeSpan"/> where it is allowed.</summary>
    public static TimeSpan Duration(string text, bool allowInfinite)
    {
        if (allowInfinite && text == "infinite")
            return Timeout.InfiniteTimeSpan;

        return Measure(text, DurationUnits) is { } ticks && ticks < long.MaxValue
            ? TimeSpan.FromTicks((long)ticks)
            : throw new FormatException($"'{text}' is not a duration; write 250ms, 2s, 1.5 minutes{(allowInfinite ? ", infinite" : "")}.");
    }

    /// <summary>A number of bytes; k, M, G and T count in 1024s, kB, MB, GB and TB in 1000s.</summary>
    public static long Bytes(string text) => Measure(text, ByteUnits) is { } bytes && bytes < long.MaxValue
        ? (long)bytes
        : throw new FormatException($"'{text}' is not a size; write for example 512, 64KiB, 10 MB.");

    private static double? Measure(string text, Dictionary<string, double> units)
    {
        var digits = text.Length - text.AsSpan().TrimStart("0123456789.").Length;
        var isNumber = double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return isNumber && units.TryGetValue(text[digits..].Trim(), out var unit) ? number * unit : null;
    }
}
