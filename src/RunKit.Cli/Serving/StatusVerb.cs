using System.Globalization;
using System.Text.Json;
using RunKit.Cli.Servers;

namespace RunKit.Cli.Serving;

/// <summary><c>status</c>: whether a node runs, which, since when, and how its servers are.</summary>
internal static class StatusVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("status", "Say whether a node runs, since when, and how its servers are");
        var json = new Option<bool>("--json") { Description = "Print a JSON object" };
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = await node.FindAsync(parsed, cancellationToken) ?? throw NodeOption.NoNode("no node runs");
            var states = (await plane.GetServersAsync(cancellationToken)).CountBy(ServerWords.State).OrderBy(state => state.Key, StringComparer.Ordinal).ToArray();
            var status = new NodeStatus(plane.Facts, states);
            Tell(output, status, parsed.GetValue(json));
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Tell(Output output, NodeStatus status, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(status.ToJson());
        }
        else
        {
            output.Data.Write(status.ToText(TimeProvider.System.GetUtcNow()));
        }
    }

    private sealed record NodeStatus(NodeFacts Facts, KeyValuePair<string, int>[] States)
    {
        public string ToText(DateTimeOffset now)
        {
            var servers = States.Length == 0 ? "none" : string.Join(", ", States.Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Value} {state.Key}")));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"""
                node     {Printable.Name(Facts.Node)}, running for {ServerWords.Age(now - Facts.StartedAt)}, pid {Facts.Pid}, version {Printable.Name(Facts.Version)}
                watches  {Printable.Name(Facts.SocketDirectory ?? "-")}
                servers  {servers}

                """);
        }

        public ReadOnlySpan<byte> ToJson()
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteString("node", Facts.Node);
                json.WriteNumber("pid", Facts.Pid);
                json.WriteString("version", Facts.Version);
                json.WriteString("startedAt", Facts.StartedAt);
                json.WriteString("socketDirectory", Facts.SocketDirectory);
                json.WriteStartObject("servers");
                foreach (var (state, count) in States)
                {
                    json.WriteNumber(state, count);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            return buffer.WrittenSpan;
        }
    }
}
