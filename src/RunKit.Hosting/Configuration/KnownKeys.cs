using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace RunKit.Hosting.Configuration;

/// <summary>Which keys there are: those of the reference configuration, and no others.</summary>
internal static class KnownKeys
{
    /// <summary>What every key starts with.</summary>
    public const string Root = "runkit";

    /// <summary>Every key there is, in HOCON's spelling.</summary>
    public static IEnumerable<string> Of(Config reference) => Paths(reference, Root);

    /// <exception cref="RunKitConfigurationException">A key under <c>runkit</c> is not in the reference.</exception>
    public static void Check(Config config, Config reference)
    {
        if (!config.GetValue(Root).IsObject())
        {
            throw new RunKitConfigurationException($"{Root} is '{config.GetString(Root)?.ReplaceLineEndings(" ")}'; allowed: a section, {Root} {{ ... }}");
        }

        var known = Of(reference).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Paths(config, Root))
        {
            if (!known.Contains(path))
            {
                throw Unknown(path, known);
            }
        }
    }

    /// <summary>What is said of a key that nobody knows.</summary>
    public static RunKitConfigurationException Unknown(string path, IEnumerable<string> known) =>
        new(FormerKeys.Instead(path) is { } instead
            ? $"there is no key '{path.ReplaceLineEndings(" ")}' any more: {instead.ReplaceLineEndings(" ")}"
            : $"unknown key '{path.ReplaceLineEndings(" ")}'{Suggest(path, known)}; hocon/reference.conf lists every key");

    private static IEnumerable<string> Paths(Config config, string path) => config.GetValue(path) is { } value ? Paths(value, path) : [];

    private static IEnumerable<string> Paths(HoconValue value, string path) =>
        value.IsObject() ? value.GetObject().Items.SelectMany(item => Paths(item.Value, $"{path}.{item.Key}")) : [path];

    private static string Suggest(string path, IEnumerable<string> known)
    {
        var nearest = known.MinBy(candidate => Distance(candidate, path));
        return nearest is not null && Distance(nearest, path) <= 3 ? $" (did you mean '{nearest}'?)" : "";
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
