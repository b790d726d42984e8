using System.ComponentModel;
using RunKit.Mcp.Jobs;

namespace RunKit.Mcp.Tools;

/// <summary><c>result</c>: how a run or a wait goes on.</summary>
internal static class ResultTool
{
    private const string RunPrefix = "run-";

    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "result",
        Scope = AccessScope.Read,
        Description = "Tells how a run or a wait goes on, after run or wait said that it was not over: waits for its end for at most 30 s, and gives a run's output behind the cursor. "
            + "Without a handle it lists what you have begun.",
    };

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        var wait = CallLimit.Of(arguments.WaitMs);
        if (arguments.Cursor < 0)
        {
            throw new ToolException("'cursor' is 0, or what an earlier answer gave");
        }

        if (arguments.Handle is not { } handle)
        {
            return new ToolAnswer(new { Begun = session.Jobs.All.Select(job => new { job.Handle, Ended = job.HasEnded }) });
        }

        switch (session.Jobs.Find(handle))
        {
            case RunJob run:
                await session.WaitAsync(run, wait, cancellationToken).ConfigureAwait(false);
                return RunTool.Answer(run, arguments.Cursor);
            case WaitJob waiting:
                await session.WaitAsync(waiting, wait, cancellationToken).ConfigureAwait(false);
                return new ToolAnswer(waiting.Facts());
            default:
                return await OfAnEarlierClientAsync(session, handle, cancellationToken).ConfigureAwait(false);
        }
    }

    // A run outlives the client that began it; what it printed was read by that one.
    private static async Task<ToolAnswer> OfAnEarlierClientAsync(ToolSession session, string handle, CancellationToken cancellationToken)
    {
        if (!handle.StartsWith(RunPrefix, StringComparison.Ordinal) || !RunId.TryParse(handle[RunPrefix.Length..], out var id)
            || await session.Plane.GetRunAsync(id, cancellationToken).ConfigureAwait(false) is not { } run)
        {
            throw new ToolException($"there is no run or wait '{Printable.Line(handle)}'; call result without a handle for a list");
        }

        return new ToolAnswer(new { Run = RunJob.Facts(handle, run, run.Result, null), Note = "another client began it, and has its output" });
    }

    internal sealed record Arguments
    {
        [Description("The handle that run or wait gave.")]
        public string? Handle { get; init; }

        [Description("For a run: where its output goes on, as the last answer said; 0 for all of it.")]
        public long Cursor { get; init; }

        [Description("How long this call may wait for its end, 0 to 30000.")]
        public int? WaitMs { get; init; }
    }
}
