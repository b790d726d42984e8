using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

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

    /// <summary>Every name, in no order.</summary>
    public static IEnumerable<string> All => Types.Keys.Append(Resync);

    public static string Of(PlaneEvent happened) => happened is ServerEventEnvelope { Event: var what } ? Of(what) : Resync;

    public static string Of(ServerEvent what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return Names[what.GetType()];
    }

    internal static Type? TypeOf(string name) => Types.GetValueOrDefault(name);
}
