using System.Text.Json;

namespace RunKit.Cli.Panes;

/// <summary>Tells what became of what was typed: the outcome's word on stdout, and why on stderr.</summary>
internal static class SendReport
{
    public static int Tell(Output output, PaneAddress pane, SendOutcome outcome, bool asJson)
    {
        var (word, reason) = outcome switch
        {
            SendOutcome.Delivered => ("delivered", null),
            SendOutcome.Staged staged => ("staged", staged.Reason),
            SendOutcome.Refused refused => ("refused", refused.Reason),
            SendOutcome.Unknown unknown => ("unknown", unknown.Reason),
            _ => throw new VerbException($"{pane}: {outcome}"),
        };
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(outcome, PlaneJson.Default.SendOutcome));
        }
        else
        {
            output.Data.Write($"{word}\n");
        }

        output.Flush();
        if (reason is not null)
        {
            Output.Complain($"{pane}: {reason}");
        }

        return reason is null ? ExitStatus.Done : ExitStatus.Failed;
    }
}
