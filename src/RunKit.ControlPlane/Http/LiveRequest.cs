using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Http;

/// <summary>What a viewer says on <c>/v1/live</c> in a text message. What it does not name it must not have.</summary>
/// <param name="Type">One of <see cref="LiveWords"/>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LiveRequest(string Type)
{
    /// <summary>The channel: a number of the viewer's choice, from 1 on; 0 is none.</summary>
    public int Channel { get; init; }

    /// <summary>What the channel is to be: <c>state</c>, <c>pane</c> or <c>terminal</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>How many bytes more may be sent on the channel.</summary>
    public long? Credit { get; init; }

    /// <summary>Of a state channel: the event behind which it goes on.</summary>
    public string? After { get; init; }

    /// <summary>Of a state channel: the types that are wanted, <c>*</c> for any part.</summary>
    public ImmutableArray<string>? Types { get; init; }

    /// <summary>Of a state channel: the servers that are wanted, by name or glob.</summary>
    public ImmutableArray<string>? Servers { get; init; }

    /// <summary>Of a pane or terminal channel: the server.</summary>
    public string? Server { get; init; }

    /// <summary>Of a pane channel: the pane's number, such as 5 for <c>%5</c>.</summary>
    public uint? Pane { get; init; }

    /// <summary>Of a pane channel: how many rows of history come with a snapshot.</summary>
    public int? History { get; init; }

    /// <summary>Of a terminal channel: what is attached to, such as <c>$1</c> or <c>%5</c>.</summary>
    public string? Target { get; init; }

    /// <summary>Of a terminal channel: its columns.</summary>
    public int? Columns { get; init; }

    /// <summary>Of a terminal channel: its rows.</summary>
    public int? Rows { get; init; }

    /// <summary>Of a terminal channel: what is typed changes nothing.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>Of a terminal channel: its size is not to count, where another client is attached.</summary>
    public bool? IgnoreSize { get; init; }

    /// <summary>Of a terminal channel that is opened by a cookie: the key of its login.</summary>
    public string? Key { get; init; }
}
