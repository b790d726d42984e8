using System.Text.Json;

namespace RunKit.ControlPlane.Http;

/// <summary>What a node says of itself.</summary>
/// <param name="Node">Its id.</param>
/// <param name="SocketDirectory">The directory it watches; null when it does not say.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Version">RunKit's version there.</param>
/// <param name="StartedAt">Since when it serves.</param>
public sealed record NodeFacts(string Node, string? SocketDirectory, int Pid, string Version, DateTimeOffset StartedAt)
{
    /// <exception cref="JsonException">That is no node's word.</exception>
    public static NodeFacts Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        try
        {
            var root = json.RootElement;
            return new NodeFacts(
                root.GetProperty("node").GetString() ?? "",
                root.TryGetProperty("socketDirectory", out var directory) ? directory.GetString() : null,
                root.GetProperty("pid").GetInt32(),
                root.GetProperty("version").GetString() ?? "",
                root.GetProperty("startedAt").GetDateTimeOffset());
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("it does not say which node it is", e);
        }
    }
}
