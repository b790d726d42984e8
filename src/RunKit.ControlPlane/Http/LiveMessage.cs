using System.Text.Json.Serialization;
using RunKit.ControlPlane.Events;

namespace RunKit.ControlPlane.Http;

/// <summary>What a node says on <c>/v1/live</c> in a text message.</summary>
/// <param name="Type">One of <see cref="LiveWords"/>.</param>
public sealed record LiveMessage(string Type)
{
    /// <summary>The channel that it is about; null for the whole connection.</summary>
    public int? Channel { get; init; }

    /// <summary>Of <c>hello</c>: the version of this protocol.</summary>
    public int? Protocol { get; init; }

    /// <summary>Of <c>hello</c>: the node's id.</summary>
    public string? Node { get; init; }

    /// <summary>Of <c>hello</c>: what this viewer may do.</summary>
    public string? Scope { get; init; }

    /// <summary>Of <c>position</c>: the id to come back with.</summary>
    public string? Id { get; init; }

    /// <summary>Of <c>event</c>: what happened.</summary>
    public PlaneEvent? Event { get; init; }

    /// <summary>Of <c>snapshot</c>: the pane.</summary>
    public LivePane? Pane { get; init; }

    /// <summary>Of <c>snapshot</c>: how many of the bytes that follow on the channel make a terminal show it.</summary>
    public int? Length { get; init; }

    /// <summary>Of <c>closed</c> and <c>error</c>: one of <see cref="ProblemCodes"/>, or <see cref="LiveWords.Ended"/>.</summary>
    public string? Code { get; init; }

    /// <summary>Why, in one line: of <c>snapshot</c> where it is not the first, of <c>closed</c> and of <c>error</c>.</summary>
    public string? Reason { get; init; }
}

/// <summary>A pane, as a snapshot on <c>/v1/live</c> tells it.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Id">The pane's id, such as <c>%5</c>.</param>
/// <param name="Columns">How many columns it has.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Live">What its program prints follows as it comes; else another snapshot whenever it has changed.</param>
/// <param name="Note">Why it is not live.</param>
/// <param name="AlternateScreen">A full-screen program has the screen.</param>
/// <param name="Dead">Its program has ended.</param>
/// <param name="Command">The program in the foreground.</param>
/// <param name="Title">Its title.</param>
public sealed record LivePane(
    string Server, string Id, int Columns, int Rows, bool Live, string? Note, bool AlternateScreen, bool Dead, string Command, string Title);

/// <summary>The words of <c>/v1/live</c>.</summary>
public static class LiveWords
{
    /// <summary>The version of the protocol.</summary>
    public const int Protocol = 1;

    /// <summary>How many bytes of a channel's number stand before what a binary message carries: big-endian.</summary>
    public const int ChannelBytes = 4;

    /// <summary>How much may be sent on a channel whose viewer has not said it.</summary>
    public const long UsualCredit = 128 * 1024;

    /// <summary>The longest message that a viewer may send.</summary>
    public const int LongestRequest = 64 * 1024;

    /// <summary>Opens a channel.</summary>
    public const string Open = "open";

    /// <summary>Closes one.</summary>
    public const string Close = "close";

    /// <summary>Grants bytes.</summary>
    public const string Credit = "credit";

    /// <summary>A terminal has another size.</summary>
    public const string Resize = "resize";

    /// <summary>Asks for <see cref="Pong"/>.</summary>
    public const string Ping = "ping";

    /// <summary>The kind of channel that tells what happens.</summary>
    public const string State = "state";

    /// <summary>The kind of channel that shows a pane.</summary>
    public const string Pane = "pane";

    /// <summary>The kind of channel that is an attached client.</summary>
    public const string Terminal = "terminal";

    /// <summary>The first that a node says.</summary>
    public const string Hello = "hello";

    /// <summary>A channel is open.</summary>
    public const string Opened = "opened";

    /// <summary>A channel is closed; the last on it.</summary>
    public const string Closed = "closed";

    /// <summary>Where a state channel stands.</summary>
    public const string Position = "position";

    /// <summary>Something happened.</summary>
    public const string Event = "event";

    /// <summary>A pane as it is.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>The answer to <see cref="Ping"/>.</summary>
    public const string Pong = "pong";

    /// <summary>The viewer said what cannot be understood; the connection is closed.</summary>
    public const string Error = "error";

    /// <summary>What a channel shows has come to its end.</summary>
    public const string Ended = "ended";
}
