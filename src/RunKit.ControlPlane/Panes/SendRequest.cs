using System.Globalization;

namespace RunKit.ControlPlane.Panes;

/// <summary>A text that is to be typed into a pane. What it says is in no log: it may be a password.</summary>
/// <param name="Text">The text: characters, tabs and line ends.</param>
/// <param name="Enter">Enter is pressed behind it.</param>
public sealed record SendRequest(string Text, bool Enter = true)
{
    /// <summary>How long a send may take, unless it is told otherwise.</summary>
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The longest that it may be given, in milliseconds: ten minutes.</summary>
    public const int MaxTimeoutMs = 600_000;

    private readonly ImmutableArray<string> _ifCommand = [];

    /// <summary>Only if one of these programs is in the foreground; empty for any.</summary>
    public ImmutableArray<string> IfCommand
    {
        get => _ifCommand;
        init => _ifCommand = value.IsDefault ? [] : value;
    }

    /// <summary>Only if a shell waits for a command.</summary>
    public bool IfPrompt { get; init; }

    /// <summary>Several lines, and tabs, are typed, though the program may take them for keys.</summary>
    public bool Multiline { get; init; }

    /// <summary>How long it may take, in milliseconds; null for <see cref="UsualTimeout"/>.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>The same as a span.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TimeSpan Timeout => TimeoutMs is { } given ? TimeSpan.FromMilliseconds(given) : UsualTimeout;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"a text of {Text.Length} characters{(Enter ? " and Enter" : "")}");
}
