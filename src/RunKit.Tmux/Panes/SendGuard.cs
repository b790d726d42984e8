using System.Globalization;

namespace RunKit.Tmux.Panes;

/// <summary>Whether a text may be typed into a pane as it is.</summary>
public static class SendGuard
{
    /// <summary>Why not, in one line; null when it may.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="terminal">Its terminal; null when that cannot be looked at.</param>
    /// <param name="text">The text.</param>
    /// <param name="wish">What the sender insists on.</param>
    public static string? Objection(PaneFacts pane, PaneTerminal? terminal, TypedText text, SendWish wish)
    {
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(wish);
        return Closed(pane) ?? Stranger(pane, terminal, wish) ?? Unfit(pane, terminal, text, wish);
    }

    /// <summary>Why nothing at all can be typed there; null when something can.</summary>
    public static string? Closed(PaneFacts pane)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return pane switch
        {
            { Dead: true } => "its program has ended (the pane is dead); respawn it with: tmux respawn-pane",
            { Size: { Width: <= 0 } or { Height: <= 0 } } => "it has no size",
            { InputOff: true } => "its input is switched off; switch it on with: tmux select-pane -e",
            _ => null,
        };
    }

    private static string? Stranger(PaneFacts pane, PaneTerminal? terminal, SendWish wish)
    {
        var program = terminal?.Foreground?.Name ?? pane.Command;
        if (!wish.IfCommand.IsEmpty && !wish.IfCommand.Contains(program, StringComparer.Ordinal))
        {
            return $"{program} is in the foreground, not {string.Join(" or ", wish.IfCommand)}";
        }

        return (wish.IfPrompt, terminal) switch
        {
            (true, null) => "whether it is at a prompt cannot be seen: its terminal cannot be looked at",
            (true, { IsAtPrompt: false }) => $"it is not at a prompt: {program} is in the foreground",
            _ => null,
        };
    }

    private static string? Unfit(PaneFacts pane, PaneTerminal? terminal, TypedText text, SendWish wish)
    {
        if (!wish.Multiline && pane.BracketedPaste != true && Keys(text, terminal) is { } keys)
        {
            return pane.BracketedPaste is null
                ? $"the text has {keys}, and this tmux does not tell whether the program asked for pastes as a whole; --multiline types it all the same"
                : $"the text has {keys}, and the program did not ask for pastes as a whole; --multiline types it all the same";
        }

        return terminal is { ReadsLines: true } && text.LongestLine > TypedText.MaxKernelLine
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"a line of the text has {text.LongestLine} bytes, and the terminal keeps {TypedText.MaxKernelLine} of a line for a program that reads lines")
            : null;
    }

    // What a program takes for keys when it does not know that it is pasted; the kernel itself takes a tab as it is.
    private static string? Keys(TypedText text, PaneTerminal? terminal) =>
        text.HasLines ? "several lines, each of which may be run by itself"
        : text.HasTabs && terminal is not { ReadsLines: true } ? "a tab, which may complete what stands before it"
        : null;
}

/// <summary>What a sender insists on.</summary>
/// <param name="IfCommand">One of these programs is to be in the foreground; empty for any.</param>
/// <param name="IfPrompt">A shell is to wait for a command.</param>
/// <param name="Multiline">Several lines, and tabs, may be typed, though the program may take them for keys.</param>
public sealed record SendWish(ImmutableArray<string> IfCommand, bool IfPrompt, bool Multiline);
