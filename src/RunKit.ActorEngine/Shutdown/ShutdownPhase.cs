using Akka.Configuration;

namespace Akka.Actor;

/// <summary>One phase of the shutdown, as configured, and its tasks.</summary>
internal sealed class ShutdownPhase(string name, TimeSpan timeout, bool recover, bool enabled)
{
    public string Name { get; } = name;

    public TimeSpan Timeout { get; } = timeout;

    /// <summary>Whether the shutdown goes on when a task fails or takes too long.</summary>
    public bool Recover { get; } = recover;

    public bool Enabled { get; } = enabled;

    public List<(string Name, Func<Task<Done>> Task)> Tasks { get; } = [];

    /// <summary>All phases, each after those it depends on.</summary>
    public static ShutdownPhase[] ReadAll(Config config)
    {
        var shutdown = config.GetConfig("akka.coordinated-shutdown") ?? Config.Empty;
        var usual = shutdown.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5));
        var phases = shutdown.GetConfig("phases") ?? Config.Empty;
        var names = phases.AsEnumerable().Select(static p => p.Key).ToArray();
        var ordered = new List<string>();
        var open = new HashSet<string>();
        foreach (var name in names)
        {
            Visit(name);
        }

        return [.. ordered.Select(Read)];

        void Visit(string name)
        {
            if (ordered.Contains(name))
                return;
            if (!open.Add(name))
                throw new ConfigurationException($"The shutdown phase {name} depends on itself.");
            foreach (var earlier in phases.GetStringList($"{name}.depends-on"))
            {
                Visit(earlier);
            }

            ordered.Add(name);
        }

        ShutdownPhase Read(string name) => new(
            name,
            phases.GetTimeSpan($"{name}.timeout", usual),
            phases.GetBoolean($"{name}.recover", true),
            phases.GetBoolean($"{name}.enabled", true));
    }
}
