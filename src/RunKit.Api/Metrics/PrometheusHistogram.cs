using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace RunKit.Api.Metrics;

/// <summary>A distribution over the buckets that its instrument advises.</summary>
/// <param name="bounds">The buckets' upper bounds, ascending; what is above them all counts as infinite.</param>
internal sealed class PrometheusHistogram(Instrument instrument, ImmutableArray<double> bounds) : PrometheusFamily(instrument, "histogram")
{
    private readonly SortedDictionary<string, Distribution> _values = new(StringComparer.Ordinal);

    public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        if (!_values.TryGetValue(labels, out var distribution))
        {
            _values[labels] = distribution = new Distribution(new long[bounds.Length + 1]);
        }

        // The bucket whose bound is the first that is not smaller: bounds are inclusive.
        var place = bounds.BinarySearch(value);
        distribution.Counts[place < 0 ? ~place : place]++;
        distribution.Sum += value;
    }

    protected override void WriteValues(StringBuilder text)
    {
        foreach (var (labels, distribution) in _values)
        {
            long count = 0;
            for (var i = 0; i <= bounds.Length; i++)
            {
                count += distribution.Counts[i];
                var bound = i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                WriteLine(text, $"{Name}_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
            }

            WriteLine(text, $"{Name}_sum", labels, distribution.Sum);
            WriteLine(text, $"{Name}_count", labels, count);
        }
    }

    private sealed class Distribution(long[] counts)
    {
        public long[] Counts => counts;

        public double Sum { get; set; }
    }
}
