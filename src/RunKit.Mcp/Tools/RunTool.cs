using System.ComponentModel;
using RunKit.Mcp.Jobs;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>run</c>: a command in a window of its own, with its output and its exit status.</summary>
internal static class RunTool
{
    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "run",
        Scope = AccessScope.Input,
        OpenWorld = true,
        Destructive = true,
        Description = "Runs a command in a tmux window of its own and gives its output and its exit status. No shell looks at the words: for pipes, give [\"sh\", \"-c\", \"...\"]. "
            + "One call waits for at most 30 s: when the state is running, call result with the handle and the cursor, or cancel. To type into a program that runs already, use send_text.",
    };

    /// <summary>What a run has printed behind a cursor, as an answer has it.</summary>
    internal static ToolAnswer Answer(RunJob job, long cursor)
    {
        var ended = job.HasEnded;
        var (text, missed, next) = job.Output.Read(cursor, ended);
        var lines = BoundedLines.Newest(PlainText.Lines(text));
        return new ToolAnswer(
            new
            {
                Run = job.Facts(),
                Cursor = next,
                MissedBytes = missed > 0 ? missed : (long?)null,
                OutputCut = job.Run?.OutputCut == true ? true : (bool?)null,
                lines.DroppedLines,
            },
            lines);
    }

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        var wait = CallLimit.Of(arguments.WaitMs);
        var pane = arguments.In is { } text ? (await FoundTarget.FindAsync(session, text, cancellationToken).ConfigureAwait(false)).Pane() : null;
        var server = ToolSession.Server(arguments.Server);
        if (pane is not null && pane.Server != server)
        {
            throw new ToolException($"'in' is a pane of {pane.Server}, and 'server' is {server}");
        }

        var request = new RunRequest([.. arguments.Command])
        {
            Pane = pane?.Pane,
            Directory = arguments.Directory,
            Environment = [.. arguments.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
            TimeoutMs = arguments.TimeoutMs,
            Keep = arguments.Keep,
        };
        if (request.Problem() is { } problem)
        {
            throw new ToolException(problem);
        }

        var job = session.Jobs.Run(session.Plane, server, request);
        await job.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
        await session.WaitAsync(job, wait, cancellationToken).ConfigureAwait(false);
        return job.Refusal is { } refusal ? throw new ToolException($"nothing was started: {refusal}") : Answer(job, 0);
    }

    internal sealed record Arguments
    {
        [Description("The server in which to run it, from list.")]
        public required string Server { get; init; }

        [Description("The program and its arguments.")]
        public required string[] Command { get; init; }

        [Description("The handle of a pane in whose session the window is to be made; without, the session that was used last.")]
        public string? In { get; init; }

        [Description("The directory to run it in, absolute.")]
        public string? Directory { get; init; }

        [Description("Variables of its environment. The server's log may show them: no secrets.")]
        public Dictionary<string, string> Environment { get; init; } = [];

        [Description("Stop waiting for it after so many milliseconds in all; it runs on.")]
        public long? TimeoutMs { get; init; }

        [Description("Leave its window when it has ended.")]
        public bool Keep { get; init; }

        [Description("How long this call may wait for its end, 0 to 30000.")]
        public int? WaitMs { get; init; }
    }
}
