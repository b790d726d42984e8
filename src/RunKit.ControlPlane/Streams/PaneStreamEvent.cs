using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Streams;

/// <summary>
/// What a pane tells to a viewer, in order: first its state, then what its program prints. The state comes again where the viewer cannot go on
/// without it: it was too slow, the pane was resized, another program is in it. The end is always the last.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Snapshot), "snapshot")]
[JsonDerivedType(typeof(Output), "output")]
[JsonDerivedType(typeof(Ended), "ended")]
public abstract record PaneStreamEvent
{
    private PaneStreamEvent()
    {
    }

    /// <summary>The pane as it is: what a viewer has seen before counts no longer.</summary>
    /// <param name="State">Its state.</param>
    /// <param name="Reason">Why it comes again; null for the first.</param>
    public sealed record Snapshot(PaneSnapshot State, string? Reason) : PaneStreamEvent;

    /// <summary>The program printed something: the next bytes behind those of before.</summary>
    /// <param name="Bytes">What it printed: text and escape sequences, cut anywhere.</param>
    public sealed record Output(ReadOnlyMemory<byte> Bytes) : PaneStreamEvent;

    /// <summary>Nothing more comes.</summary>
    /// <param name="Reason">Why, in one line.</param>
    public sealed record Ended(string Reason) : PaneStreamEvent;
}
