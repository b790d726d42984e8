using System.Text;
using System.Text.Json;
using RunKit.Tmux.Ports;

namespace RunKit.Cli.Servers;

/// <summary>Tells how a user's own tmux command ended, as tmux itself would: its stdout, its stderr, its exit status.</summary>
internal static class ExecReport
{
    /// <summary>With the bytes that tmux printed.</summary>
    public static int Tell(Output output, ServerName name, TmuxResult result) => result is TmuxResult.Exited exited
        ? Print(output, name, exited)
        : Tell(output, name, CommandOutcome.From(result), asJson: false);

    /// <summary>With text, which is all that an outcome holds.</summary>
    public static int Tell(Output output, ServerName name, CommandOutcome outcome, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(outcome, PlaneJson.Default.CommandOutcome));
        }

        switch (outcome)
        {
            case CommandOutcome.Completed completed:
                return Print(output, name, Exited(0, asJson ? "" : completed.Output, completed.Error, completed.Cut));
            case CommandOutcome.Failed failed:
                var words = failed.Words.Length > 0 ? $"{failed.Words}\n" : "";
                return Print(output, name, Exited(failed.Status, asJson ? "" : failed.Output, words, failed.Cut));
            default:
                return CommandReport.Tell(output, name, outcome, asJson: false);
        }
    }

    private static int Print(Output output, ServerName name, TmuxResult.Exited exited)
    {
        output.Write(exited.Output.Span);
        output.Flush();
        Output.WriteError(exited.Error.Span);
        if (!exited.Cut)
        {
            return exited.Status;
        }

        Output.Complain($"{name}: the reply was cut: tmux printed more than the {TmuxRunOptions.UsualOutputLimit / (1024 * 1024)} MiB that are kept");
        return ExitStatus.Failed;
    }

    private static TmuxResult.Exited Exited(int status, string output, string error, bool cut) =>
        new(status, Encoding.UTF8.GetBytes(output), Encoding.UTF8.GetBytes(error), cut);
}
