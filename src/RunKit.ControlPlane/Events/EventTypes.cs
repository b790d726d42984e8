using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using RunKit.ControlPlane.Nodes;

namespace RunKit.ControlPlane.Events;

/// <summary>The names that events carry on the wire, such as <c>server.lost</c>.</summary>
public static class EventTypes
{
    /// <summary>The type of <see cref="PlaneResync"/>.</summary>
    public const string Resync = "plane.resync";

    /// <summary>The type of a change of an agent's state.</summary>
    public const string AgentState = "agent.state";

    // ServerEvent itself says how each of its kinds is called.
    private static readonly FrozenDictionary<Type, string> Names = typeof(ServerEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);

    private static readonly FrozenDictionary<string, Type> Types = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly FrozenDictionary<string, NodeEventKind> Nodes =
        Enum.GetValues<NodeEventKind>().ToFrozenDictionary(kind => $"node.{KebabCase.Of(kind)}", StringComparer.Ordinal);

    /// <summary>Every name, in no order.</summary>
    public static IEnumerable<string> All => Types.Keys.Concat(Nodes.Keys).Append(Resync);

    public static string Of(PlaneEvent happened) => happened switch
    {
        ServerEventEnvelope { Event: var what } => Of(what),
        NodeHappened { Kind: var kind } => $"node.{KebabCase.Of(kind)}",
        _ => Resync,
    };

    public static string Of(ServerEvent what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return Names[what.GetType()];
    }

    internal static NodeEventKind? NodeKindOf(string name) => Nodes.TryGetValue(name, out var kind) ? kind : null;

    internal static Type? TypeOf(string name) => Types.GetValueOrDefault(name);
}
