using System.Text.Json;

namespace RunKit.Cli.Servers;

/// <summary>Tells how a command ended: what tmux printed goes to stdout as it is.</summary>
internal static class CommandReport
{
    public static int Tell(Output output, ServerName name, CommandOutcome outcome, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(outcome, PlaneJson.Default.CommandOutcome));
        }

        switch (outcome)
        {
            case CommandOutcome.Completed completed:
                foreach (var line in asJson ? [] : completed.Lines)
                {
                    output.Data.Write(line + "\n");
                }

                return ExitStatus.Done;
            case CommandOutcome.Failed failed:
                Output.Complain($"tmux: {failed.Words}");
                return ExitStatus.Failed;
            case CommandOutcome.NotSent not:
                Output.Complain($"{name}: nothing was sent: {not.Reason}");
                return ExitStatus.Failed;
            case CommandOutcome.Unknown unknown:
                Output.Complain($"{name}: no answer, and nobody can tell whether it ran: {unknown.Reason}");
                return unknown.TimedOut ? ExitStatus.TimedOut : ExitStatus.Failed;
            default:
                throw new VerbException($"{name}: {outcome}");
        }
    }
}
