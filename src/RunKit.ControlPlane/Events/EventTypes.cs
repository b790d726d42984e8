using System.Collections.Frozen;

namespace RunKit.ControlPlane.Events;

/// <summary>The names that events carry on the wire, such as <c>server.lost</c>.</summary>
public static class EventTypes
{
    /// <summary>The type of <see cref="PlaneResync"/>.</summary>
    public const string Resync = "plane.resync";

    private static readonly FrozenDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(ServerAppeared)] = "server.appeared",
        [typeof(ServerConnected)] = "server.connected",
        [typeof(ServerLost)] = "server.lost",
        [typeof(ServerSocketLost)] = "server.socket-lost",
        [typeof(ServerUnreachable)] = "server.unreachable",
        [typeof(ServerReachable)] = "server.reachable",
        [typeof(ServerRemoved)] = "server.removed",
        [typeof(SessionAdded)] = "session.added",
        [typeof(SessionRenamed)] = "session.renamed",
        [typeof(SessionRemoved)] = "session.removed",
        [typeof(SessionWindowChanged)] = "session.window-changed",
        [typeof(WindowAdded)] = "window.added",
        [typeof(WindowRenamed)] = "window.renamed",
        [typeof(WindowRemoved)] = "window.removed",
        [typeof(WindowPaneChanged)] = "window.pane-changed",
        [typeof(WindowStrayed)] = "window.strayed",
        [typeof(PaneAdded)] = "pane.added",
        [typeof(PaneRemoved)] = "pane.removed",
        [typeof(PaneChanged)] = "pane.changed",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Type> Types = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Every name, in no order.</summary>
    public static IEnumerable<string> All => Types.Keys.Append(Resync);

    public static string Of(PlaneEvent happened) => happened is ServerHappening { What: var what } ? Of(what) : Resync;

    public static string Of(ServerEvent what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return Names[what.GetType()];
    }

    internal static Type? TypeOf(string name) => Types.GetValueOrDefault(name);
}
