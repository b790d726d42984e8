using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Akka.Actor;

/// <summary>Finds the settings under <c>akka</c> that the engine does not read: its reference.conf lists those that it does.</summary>
internal static class UnknownKeys
{
    private const string Root = "akka";
    private const string Phases = "akka.coordinated-shutdown.phases.";

    // Whoever has another phase has these four settings of it.
    private static readonly string[] OfAPhase = ["timeout", "recover", "enabled", "depends-on"];

    /// <summary>The paths of the settings that mean nothing here, in the order in which they were set.</summary>
    public static List<string> In(Config config)
    {
        var known = Paths(ConfigurationFactory.Default()).ToHashSet(StringComparer.Ordinal);
        return [.. Paths(config).Where(path => !known.Contains(path) && !IsOfAPhase(path) && !path.StartsWith("akka.test.", StringComparison.Ordinal))];
    }

    private static bool IsOfAPhase(string path) =>
        path.StartsWith(Phases, StringComparison.Ordinal) && Array.Exists(OfAPhase, key => path.EndsWith($".{key}", StringComparison.Ordinal));

    private static IEnumerable<string> Paths(Config config) =>
        config.AsEnumerable().Where(static top => top.Key == Root).SelectMany(static top => Paths(Root, top.Value));

    private static IEnumerable<string> Paths(string path, HoconValue value) => value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Paths($"{path}.{HoconPath.Quote(item.Key)}", item.Value))
        : [path];
}
