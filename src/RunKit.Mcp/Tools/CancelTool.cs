using System.ComponentModel;
using RunKit.Mcp.Jobs;

namespace RunKit.Mcp.Tools;

/// <summary><c>cancel</c>: ends a run.</summary>
internal static class CancelTool
{
    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "cancel",
        Scope = AccessScope.Input,
        Destructive = true,
        Description = "Asks the processes of a run to end (SIGTERM, and SIGKILL after 5 s) and waits for that. It takes handles of run only; it never touches other panes.",
    };

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        if (!arguments.Handle.StartsWith("run-", StringComparison.Ordinal) || !RunId.TryParse(arguments.Handle[4..], out var id)
            || await session.Plane.CancelRunAsync(id, cancellationToken).ConfigureAwait(false) is not { } run)
        {
            throw new ToolException($"there is no run '{Printable.Line(arguments.Handle)}'");
        }

        if (session.Jobs.Find(arguments.Handle) is RunJob job)
        {
            await session.WaitAsync(job, CallLimit.Longest, cancellationToken).ConfigureAwait(false);
            return new ToolAnswer(job.Facts());
        }

        return new ToolAnswer(RunJob.Facts(arguments.Handle, run, run.Result, null));
    }

    internal sealed record Arguments
    {
        [Description("The handle that run gave.")]
        public required string Handle { get; init; }
    }
}
