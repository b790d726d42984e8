using System.Buffers.Binary;
using System.Text.Json;

namespace RunKit.Api.Live;

/// <summary>Reads what a viewer sends, and says in one line what is wrong with it. Pure: whatever bytes come, they are one or the other.</summary>
internal static class LiveReader
{
    private static readonly string[] Types = [LiveWords.Open, LiveWords.Close, LiveWords.Credit, LiveWords.Resize, LiveWords.Ping];

    /// <summary>A text message; null, and why, where it says nothing that can be understood.</summary>
    public static LiveRequest? Text(ReadOnlySpan<byte> message, out string problem)
    {
        try
        {
            var request = JsonSerializer.Deserialize(message, HttpJson.Default.LiveRequest);
            problem = request is null ? "a message is a JSON object" : Problem(request) ?? "";
            return problem.Length == 0 ? request : null;
        }
        catch (JsonException e)
        {
            problem = $"a message is a JSON object with \"type\": {Line(e.Message)}";
            return null;
        }
    }

    /// <summary>A binary message; null, and why, where it is on no channel.</summary>
    public static (int Channel, ReadOnlyMemory<byte> Bytes)? Binary(ReadOnlyMemory<byte> message, out string problem)
    {
        problem = "a binary message begins with the four bytes of its channel's number";
        return message.Length >= LiveWords.ChannelBytes && BinaryPrimitives.ReadUInt32BigEndian(message.Span) is > 0 and <= int.MaxValue and var channel
            ? ((int)channel, message[LiveWords.ChannelBytes..])
            : null;
    }

    private static string? Problem(LiveRequest request) => request switch
    {
        _ when !Types.Contains(request.Type, StringComparer.Ordinal) => $"\"type\" is one of {string.Join(", ", Types)}",
        { Type: LiveWords.Ping } => null,
        { Channel: <= 0 } => "\"channel\" is a number from 1 on",
        { Credit: < 0 or > ChannelCredit.Most } => $"\"credit\" is from 0 to {ChannelCredit.Most}",
        { Type: LiveWords.Credit, Credit: null } => "\"credit\" is missing",
        { Type: LiveWords.Resize, Columns: null } or { Type: LiveWords.Resize, Rows: null } => "a size is \"columns\" and \"rows\"",
        _ => null,
    };

    private static string Line(string text) => text.ReplaceLineEndings(" ").Split(". Path:")[0];
}
