using System.Globalization;
using RunKit.Tmux.Panes;

namespace RunKit.Cli.Runs;

/// <summary>What a run's end is in words and as an exit status.</summary>
internal static class RunReport
{
    private const int CouldNot = 125;
    private const int OfSignals = 128;

    /// <summary>The exit status of <c>run</c>; what the command did not say itself is said on stderr.</summary>
    public static int Status(RunEvent.Ended? ended, bool quiet)
    {
        if (!quiet && ended is { Run.OutputCut: true, Result: RunResult.Exited or RunResult.Signalled })
        {
            Output.Complain("not all of its output was kept: the rest was cut");
        }

        var (status, words) = ended?.Result switch
        {
            RunResult.Exited exited => (exited.Code, null),
            RunResult.Signalled signalled => (OfSignals + signalled.Number, null),
            RunResult.TimedOut late => (ExitStatus.TimedOut, $"the time is over: {late.Where}"),
            RunResult.Lost lost => (CouldNot, $"lost: {lost.Reason}"),
            RunResult.Refused refused => (CouldNot, refused.Reason),
            _ => (CouldNot, "what became of it is not known"),
        };
        if (words is not null && !quiet)
        {
            Output.Complain(words);
        }

        return status;
    }

    /// <summary>How it ended, in a few words.</summary>
    public static string Words(RunView run) => run.Result switch
    {
        null => "running",
        RunResult.Exited exited => string.Create(CultureInfo.InvariantCulture, $"exited {exited.Code}"),
        RunResult.Signalled signalled => signalled.Signal,
        RunResult.Lost lost => $"lost: {lost.Reason}",
        var other => other.ToString(),
    };
}
