using System.Text.Json;
using RunKit.Cli.Local;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Cli.Doctor;

/// <summary><c>doctor</c>: what is wrong on this machine, and what to do about it.</summary>
internal static class DoctorVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("doctor", "Say what is wrong on this machine and what to do; exit status 1 when anything is");
        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        var fix = new Option<bool>("--fix") { Description = "Remove the socket files of dead servers, and nothing else" };
        command.Options.Add(json);
        command.Options.Add(fix);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = LocalControlPlane.Create();
            var findings = Diagnosis.Of(await Examiner.LookAsync(plane, cancellationToken));
            findings = [.. findings, .. await ClusterExaminer.LookAsync(cancellationToken)];
            if (parsed.GetValue(fix))
            {
                findings = [.. await Task.WhenAll(findings.Select(finding => FixAsync(plane.SocketDirectory, finding, cancellationToken)))];
            }

            Tell(output, findings, parsed.GetValue(json));
            return findings.All(finding => finding.Fixed) ? ExitStatus.Done : ExitStatus.Failed;
        });
        return command;
    }

    private static async Task<Finding> FixAsync(string socketDirectory, Finding finding, CancellationToken cancellationToken)
    {
        if (finding.Kind != FindingKind.StaleSocket)
        {
            return finding;
        }

        var left = await StaleSocket.RemoveAsync(new SocketPath(Path.Combine(socketDirectory, finding.Subject)), TimeProvider.System, cancellationToken);
        return left is null
            ? finding with { Fixed = true, Remedy = "removed" }
            : finding with { What = $"it was not removed: {left}" };
    }

    private static void Tell(Output output, ImmutableArray<Finding> findings, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(findings, FindingJson.Default.ImmutableArrayFinding));
            return;
        }

        foreach (var finding in findings)
        {
            output.Data.Write(Printable.Line($"{KebabCase.Of(finding.Kind)}  {finding.Subject}: {finding.What}; {finding.Remedy}") + "\n");
        }

        if (findings.IsEmpty)
        {
            output.Data.Write("nothing is wrong\n");
        }
    }
}
