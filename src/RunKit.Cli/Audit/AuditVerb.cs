using System.Globalization;
using System.Text;
using RunKit.Actors;
using RunKit.Api.Security;
using RunKit.Cli.Serving;

namespace RunKit.Cli.Audit;

/// <summary><c>audit</c>: who changed what, from the node's own file; it needs no node.</summary>
internal static class AuditVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("audit", "Say who changed what");
        var since = new Option<string>("--since") { HelpName = "TIME", Description = "Leave out what is older: 10m, 2h, or a moment such as 2026-11-27T17:00:00Z" };
        var server = new Option<string>("--server") { HelpName = "GLOB", Description = "Leave out other servers; * and ? match" };
        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        var file = new Option<string>("--file") { HelpName = "FILE", Description = "The audit file, where runkit.audit.file names another than the usual one" };
        foreach (var option in (Option[])[since, server, json, file])
        {
            command.Options.Add(option);
        }

        since.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Moment(token.Value, DateTimeOffset.MaxValue) is null)
            {
                result.AddError($"--since {token.Value}: it needs a unit, as in 30s, 10m, 2h, or is a moment such as 2026-11-27T17:00:00Z.");
            }
        });
        command.SetAction(parsed =>
        {
            var from = parsed.GetValue(since) is { } text ? Moment(text, TimeProvider.System.GetUtcNow())!.Value : DateTimeOffset.MinValue;
            var names = parsed.GetValue(server) is { } glob ? new NameFilter([glob], []) : null;
            var path = AuditFile.PathOf(parsed.GetValue(file) is { } named ? Path.GetFullPath(named) : "");
            var changes = AuditTrail.Pair(Read(path)).Where(change => change.At >= from && (names is null || (change.Server is { } name && names.Admits(name)))).ToArray();
            if (parsed.GetValue(json))
            {
                output.WriteJson(Encoding.UTF8.GetBytes($"[{string.Join(',', changes.Select(change => Encoding.UTF8.GetString(change.ToJson())))}]"));
            }
            else
            {
                WriteTable(output, changes, path);
            }

            return ExitStatus.Done;
        });
        return command;
    }

    private static IEnumerable<AuditEntry> Read(string path)
    {
        var files = AuditFile.AllOf(path).ToArray();
        return files.SelectMany(File.ReadLines).Select(AuditEntry.Parse).OfType<AuditEntry>();
    }

    private static void WriteTable(Output output, AuditEntry[] changes, string path)
    {
        if (changes.Length == 0)
        {
            Output.Complain($"no changes are written down in {path}");
            return;
        }

        List<string?[]> rows = [["AT", "BY", "OPERATION", "SERVER", "WHAT", "OUTCOME"]];
        rows.AddRange(changes.Select(change => (string?[])
        [
            change.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            change.By,
            change.Operation,
            change.Server,
            What(change),
            change.Outcome ?? "not known",
        ]));
        TextTable.Write(output.Data, rows);
    }

    private static string? What(AuditEntry change)
    {
        var size = change is { Words: > 0 and var words, Characters: { } characters } ? $"{words} {(words == 1 ? "word" : "words")}, {characters} characters" : null;
        var parts = ((string?[])[change.Commands is { IsDefaultOrEmpty: false } names ? string.Join(" ; ", names) : null, change.Detail, size]).Where(part => part is not null);
        return string.Join(", ", parts) is { Length: > 0 } what ? what : null;
    }

    private static DateTimeOffset? Moment(string text, DateTimeOffset now) =>
        Duration.TryParse(text, out var ago) ? (now == DateTimeOffset.MaxValue ? now : now - ago)
        : text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
        : null;
}
