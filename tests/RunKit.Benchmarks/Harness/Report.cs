using System.Globalization;
using System.Text.Json;

namespace RunKit.Benchmarks.Harness;

/// <summary>The results as a table, or as one JSON document.</summary>
internal static class Report
{
    private static readonly string[] Head = ["", "unit", "median", "lowest", "highest", "reference", "ratio", "goal", ""];

    public static string Table(IReadOnlyList<Result> results)
    {
        var rows = new List<string[]> { Head };
        foreach (var topic in results.GroupBy(result => result.Benchmark.Topic))
        {
            rows.Add([topic.Key, "", "", "", "", "", "", "", ""]);
            rows.AddRange(topic.Select(Row));
        }

        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, i) => Pad(cell, widths[i], i))).TrimEnd()));
    }

    public static string Json(IReadOnlyList<Result> results)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var result in results)
            {
                Write(json, result);
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string[] Row(Result result)
    {
        var (benchmark, figures) = (result.Benchmark, result.Figures);
        return
        [
            $"  {benchmark.Name}", benchmark.Unit, Text(result.Median), Text(figures[0]), Text(figures[^1]),
            result.Reference is { } reference ? Text(reference) : "", result.Ratio is { } ratio ? ratio.ToString("0.00x", CultureInfo.InvariantCulture) : "",
            benchmark.Goal is { } goal ? Text(goal) : "", result.IsGoalMet == false ? "missed" : "",
        ];
    }

    private static string Text(Goal goal)
    {
        var bound = goal.Of switch
        {
            GoalOf.Ratio => $"{goal.Bound.ToString("0.##", CultureInfo.InvariantCulture)}x",
            GoalOf.Excess => $"reference + {Text(goal.Bound)}",
            _ => Text(goal.Bound),
        };
        return $"{(goal.IsLowerBound ? ">=" : "<=")} {bound}";
    }

    private static string Text(double figure) =>
        figure.ToString(figure >= 1000 ? "#,##0" : figure >= 100 ? "0" : figure >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    // Words to the left, figures to the right.
    private static string Pad(string cell, int width, int column) => column < 2 ? cell.PadRight(width) : cell.PadLeft(width);

    private static void Write(Utf8JsonWriter json, Result result)
    {
        var benchmark = result.Benchmark;
        json.WriteStartObject();
        json.WriteString("topic", benchmark.Topic);
        json.WriteString("name", benchmark.Name);
        json.WriteString("unit", benchmark.Unit);
        json.WriteNumber("median", result.Median);
        json.WriteStartArray("runs");
        foreach (var figure in result.Figures)
        {
            json.WriteNumberValue(figure);
        }

        json.WriteEndArray();
        if (result.Reference is { } reference)
        {
            json.WriteNumber("reference", reference);
            json.WriteNumber("ratio", result.Ratio!.Value);
        }

        if (benchmark.Goal is { } goal)
        {
            json.WriteString("goalOf", goal.Of.ToString().ToLowerInvariant());
            json.WriteNumber(goal.IsLowerBound ? "atLeast" : "atMost", goal.Bound);
            json.WriteBoolean("met", result.IsGoalMet!.Value);
        }

        json.WriteEndObject();
    }
}
