using System.ComponentModel;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>wait</c>: until something holds at a pane.</summary>
internal static class WaitTool
{
    private const long UsualTimeoutMs = 10 * 60 * 1000;

    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "wait",
        Scope = AccessScope.Read,
        Description = "Waits until something holds at a pane: a text is printed from now on, nothing changes for a while, a shell is at its prompt, the program ends, a program is in the foreground, or the pane's agent is in a state. "
            + "What holds already is answered at once; of several conditions the first that holds is named. One call waits for at most 30 s: when the state is still-waiting, call result with the handle. "
            + "To run a command and wait for its end, use run.",
    };

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        var request = new WaitRequest
        {
            Text = arguments.Text,
            Anywhere = arguments.Anywhere,
            QuietMs = arguments.QuietMs,
            Prompt = arguments.Prompt,
            Exit = arguments.Exit,
            Command = arguments.Command,
            Agent = arguments.Agent,
            TimeoutMs = arguments.TimeoutMs ?? UsualTimeoutMs,
        };
        if (!request.TryRead(out _, out var problem))
        {
            throw new ToolException(problem);
        }

        var target = await FoundTarget.FindAsync(session, arguments.Pane, cancellationToken).ConfigureAwait(false);
        var job = session.Jobs.Wait(session.Plane, target.Handle, target.Pane(), request);
        await session.WaitAsync(job, CallLimit.Longest, cancellationToken).ConfigureAwait(false);
        return new ToolAnswer(job.Facts());
    }

    internal sealed record Arguments
    {
        [Description("The pane's handle, from list.")]
        public required string Pane { get; init; }

        [Description("A regular expression over what is printed from now on; what you typed before does not count.")]
        public string? Text { get; init; }

        [Description("For 'text': what stands on the screen already counts too.")]
        public bool Anywhere { get; init; }

        [Description("The screen has not changed for so many milliseconds.")]
        public long? QuietMs { get; init; }

        [Description("A shell waits for a command.")]
        public bool Prompt { get; init; }

        [Description("The pane's program has ended, or the pane is gone.")]
        public bool Exit { get; init; }

        [Description("This program is in the foreground.")]
        public string? Command { get; init; }

        [Description("The pane's agent is in this state, such as waiting or idle.")]
        public string? Agent { get; init; }

        [Description("Give up after so many milliseconds in all; 600000 unless given.")]
        public long? TimeoutMs { get; init; }
    }
}
