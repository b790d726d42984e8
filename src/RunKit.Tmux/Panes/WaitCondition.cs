using System.Text.RegularExpressions;

namespace RunKit.Tmux.Panes;

/// <summary>What is waited for at a pane: several things, of which the first that holds is named.</summary>
public sealed record WaitCondition
{
    /// <summary>The word for a text that stands there.</summary>
    public const string TextWord = "text";

    /// <summary>The word for a screen that has not changed for some time.</summary>
    public const string QuietWord = "quiet";

    /// <summary>The word for a shell at its prompt.</summary>
    public const string PromptWord = "prompt";

    /// <summary>The word for a program that has ended.</summary>
    public const string ExitWord = "exit";

    /// <summary>The word for a program in the foreground.</summary>
    public const string CommandWord = "command";

    /// <summary>The word for an agent that is in a state.</summary>
    public const string AgentWord = "agent";

    private const int LongestExpression = 4096;
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>A text; null for none.</summary>
    public Regex? Text { get; private init; }

    /// <summary>What stands on the screen already counts too.</summary>
    public bool Anywhere { get; init; }

    /// <summary>How long the screen is to stay as it is; null where that is not waited for.</summary>
    public TimeSpan? Quiet { get; init; }

    /// <summary>A shell at its prompt.</summary>
    public bool Prompt { get; init; }

    /// <summary>The end of the pane's program, or of the pane.</summary>
    public bool Exit { get; init; }

    /// <summary>The name of a program in the foreground; null for none.</summary>
    public string? Command { get; init; }

    /// <summary>Nothing is waited for.</summary>
    public bool IsEmpty => Text is null && Quiet is null && !Prompt && !Exit && Command is null;

    /// <summary>Whether the terminal has to be looked at.</summary>
    public bool NeedsTerminal => Prompt || Command is not null;

    /// <summary>Whether the screen has to be looked at.</summary>
    public bool NeedsScreen => Text is not null || Quiet is not null;

    /// <summary>The same with a text; false, and why in one line, when the expression cannot be used.</summary>
    /// <param name="expression">A regular expression that needs no backtracking; <c>^</c> and <c>$</c> mean each line's.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="problem">What is wrong.</param>
    public bool TryWithText(string expression, out WaitCondition condition, out string problem)
    {
        ArgumentNullException.ThrowIfNull(expression);
        (condition, problem) = (this, "");
        if (expression.Length is 0 or > LongestExpression)
        {
            problem = $"an expression has 1 to {LongestExpression} characters";
            return false;
        }

        try
        {
            condition = this with { Text = new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Multiline, MatchLimit) };
            return true;
        }
        catch (NotSupportedException)
        {
            problem = "the expression needs backtracking (a back reference or a look around), which could hold everybody up";
        }
        catch (ArgumentException e)
        {
            problem = $"the expression cannot be read: {e.Message.ReplaceLineEndings(" ")}";
        }

        return false;
    }
}
