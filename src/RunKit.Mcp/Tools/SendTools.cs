using System.ComponentModel;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>send_text</c> and <c>send_keys</c>: what is typed into a pane.</summary>
internal static class SendTools
{
    public static Tool CreateText() => new Tool<TextArguments>(TextAsync)
    {
        Name = "send_text",
        Scope = AccessScope.Input,
        OpenWorld = true,
        Destructive = true,
        Description = "Types a text into a pane, byte for byte, and says what became of it: delivered (it arrived), staged (it stands in the input line), refused (nothing was typed) or unknown. "
            + "Enter is pressed only when 'enter' says so. Delivered does not mean that the program has done anything: use wait for that. For keys such as C-c use send_keys; to run a command and have its "
            + "output and status, use run.",
    };

    public static Tool CreateKeys() => new Tool<KeysArguments>(KeysAsync)
    {
        Name = "send_keys",
        Scope = AccessScope.Input,
        OpenWorld = true,
        Destructive = true,
        Description = "Presses keys in a pane, by tmux's names: Enter, Escape, Up, C-c, M-x, F1, a single character. They are keys and never letters of a word: for a text use send_text.",
    };

    private static async Task<ToolAnswer> TextAsync(TextArguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        if (arguments.TimeoutMs is < 1 or > 30_000)
        {
            throw new ToolException("'timeoutMs' is 1 to 30000");
        }

        var target = await FoundTarget.FindAsync(session, arguments.Pane, cancellationToken).ConfigureAwait(false);
        var pane = target.Pane();
        session.RefuseOwn(target.Tree, [pane.Pane]);
        if (arguments.ExpectedState is { } expected)
        {
            await AgentsTool.RequireAsync(session, pane, expected, cancellationToken).ConfigureAwait(false);
        }

        var request = new SendRequest(arguments.Text, arguments.Enter)
        {
            IfCommand = [.. arguments.IfCommand],
            IfPrompt = arguments.IfPrompt,
            Multiline = arguments.Multiline,
            TimeoutMs = arguments.TimeoutMs,
        };
        return Answer(arguments.Pane, await session.Plane.SendAsync(pane, request, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<ToolAnswer> KeysAsync(KeysArguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        var target = await FoundTarget.FindAsync(session, arguments.Pane, cancellationToken).ConfigureAwait(false);
        var pane = target.Pane();
        session.RefuseOwn(target.Tree, [pane.Pane]);
        return Answer(arguments.Pane, await session.Plane.KeysAsync(pane, new KeysRequest([.. arguments.Keys]), cancellationToken).ConfigureAwait(false));
    }

    private static ToolAnswer Answer(string pane, SendOutcome outcome) => new(outcome switch
    {
        SendOutcome.Delivered delivered => new { Pane = pane, Outcome = "delivered", Evidence = KebabCase.Of(delivered.Evidence) },
        SendOutcome.Staged staged => new { Pane = pane, Outcome = "staged", staged.Reason },
        SendOutcome.Refused refused => throw new ToolException($"nothing was typed: {refused.Reason}"),
        SendOutcome.Unknown unknown => new { Pane = pane, Outcome = "unknown", unknown.Reason, Hint = "it may have been typed: capture the pane before you type again" },
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    internal sealed record TextArguments
    {
        [Description("The pane's handle, from list.")]
        public required string Pane { get; init; }

        [Description("The text.")]
        public required string Text { get; init; }

        [Description("Press Enter behind it.")]
        public required bool Enter { get; init; }

        [Description("Only if one of these programs is in the foreground.")]
        public string[] IfCommand { get; init; } = [];

        [Description("Only if a shell waits for a command.")]
        public bool IfPrompt { get; init; }

        [Description("Only if the pane's agent is in this state, such as waiting or idle: an answer reaches no agent that has gone on meanwhile.")]
        public string? ExpectedState { get; init; }

        [Description("Several lines and tabs are typed, though the program may take them for keys.")]
        public bool Multiline { get; init; }

        [Description("How long it may take, 1 to 30000; 15000 unless given.")]
        public int? TimeoutMs { get; init; }
    }

    internal sealed record KeysArguments
    {
        [Description("The pane's handle, from list.")]
        public required string Pane { get; init; }

        [Description("The keys, each by its tmux name.")]
        public required string[] Keys { get; init; }
    }
}
