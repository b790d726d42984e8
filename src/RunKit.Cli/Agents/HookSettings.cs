using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunKit.Cli.Agents;

/// <summary>Puts lines of ours into an agent's settings, and takes them out again; what else stands there stays as it is. Pure.</summary>
internal static class HookSettings
{
    private const string Hooks = "hooks";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Settings in JSON, with lines of ours instead of the ones that were there.</summary>
    /// <param name="text">The file; empty for none.</param>
    /// <param name="events">The lines by event; null to take ours out.</param>
    /// <exception cref="VerbException">It is not what an agent's settings are.</exception>
    public static string WithJson(string text, JsonObject? events)
    {
        var settings = Read(text);
        var hooks = settings[Hooks] switch
        {
            null => [],
            JsonObject known => known,
            _ => throw new VerbException("\"hooks\" is no object there; add the lines by hand"),
        };
        RemoveOurs(hooks);
        foreach (var (name, groups) in events ?? [])
        {
            var list = hooks[name] switch
            {
                null => [],
                JsonArray known => known,
                _ => throw new VerbException($"\"hooks\".\"{name}\" is no list there; add the lines by hand"),
            };
            foreach (var group in groups!.AsArray())
            {
                list.Add(group!.DeepClone());
            }

            hooks[name] = list.Parent is null ? list : list.DeepClone();
        }

        if (settings[Hooks] is null && hooks.Count > 0)
        {
            settings[Hooks] = hooks;
        }
        else if (hooks.Count == 0)
        {
            settings.Remove(Hooks);
        }

        return Write(settings);
    }

    /// <summary>An object as it stands in a file.</summary>
    public static string Write(JsonObject json) => json.ToJsonString(Indented) + "\n";

    /// <summary>Codex's configuration with our line above all tables, or without it.</summary>
    /// <exception cref="VerbException">It has such a line of its own.</exception>
    public static string WithToml(string text, string? line)
    {
        var lines = text.Split('\n').Where(known => !(IsNotify(known) && known.Contains(HookText.Mark, StringComparison.Ordinal))).ToArray();
        var ends = Array.FindIndex(lines, known => known.TrimStart().StartsWith('['));
        if (line is not null && lines[..(ends < 0 ? lines.Length : ends)].Any(IsNotify))
        {
            throw new VerbException("it has a 'notify' of its own, and there can be one only; call the line from that");
        }

        return $"{line}{string.Join('\n', lines)}";
    }

    private static bool IsNotify(string line) => line.TrimStart() is var text
        && text.StartsWith("notify", StringComparison.Ordinal) && text["notify".Length..].TrimStart().StartsWith('=');

    private static void RemoveOurs(JsonObject hooks)
    {
        foreach (var (name, value) in hooks.ToArray())
        {
            if (value is not JsonArray groups)
            {
                continue;
            }

            foreach (var group in groups.Where(group => group is JsonObject { } known && IsOurs(known)).ToArray())
            {
                groups.Remove(group);
            }

            if (groups.Count == 0)
            {
                hooks.Remove(name);
            }
        }
    }

    // Ours hold one line each, and nobody else has a reason to write that option.
    private static bool IsOurs(JsonObject group) => group[Hooks] is JsonArray { Count: 1 } hooks
        && hooks[0] is JsonObject hook
        && hook["command"] is JsonValue command
        && command.TryGetValue<string>(out var line)
        && line.Contains(HookText.Mark, StringComparison.Ordinal);

    private static JsonObject Read(string text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text) as JsonObject ?? throw new VerbException("it is no JSON object; add the lines by hand");
        }
        catch (JsonException e)
        {
            throw new VerbException($"line {(e.LineNumber ?? 0) + 1} of it cannot be read as JSON (a comment would be lost, too); add the lines by hand");
        }
    }
}
