namespace RunKit.Cli.Terminal;

/// <summary>Colour, where the terminal has it and its user wants it: never in a pipe or a file, and not where <c>NO_COLOR</c> is set.</summary>
/// <param name="isOn">Whether anything is coloured.</param>
internal sealed class Paint(bool isOn)
{
    private const string End = "\u001b[0m";

    /// <summary>As standard output and the environment say.</summary>
    public static Paint ForStandardOutput() => new(
        !Console.IsOutputRedirected && IsWanted(Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM")));

    /// <summary>Whether a terminal's user wants colour.</summary>
    public static bool IsWanted(string? noColour, string? terminal) => string.IsNullOrEmpty(noColour) && terminal is not (null or "" or "dumb");

    /// <summary>The heading of a table, or a name.</summary>
    public string Strong(string text) => With("1", text);

    /// <summary>What matters less.</summary>
    public string Faint(string text) => With("2", text);

    /// <summary>How a server is, by its words.</summary>
    public string State(string text) => text.Split(':')[0].TrimEnd() switch
    {
        "running" => With("32", text),
        "dead" => With("31", text),
        "not answering" or "not usable" or "unmanageable" or "running, its socket is gone" => With("33", text),
        _ => With("36", text),
    };

    private string With(string how, string text) => isOn && text.Length > 0 ? $"\u001b[{how}m{text}{End}" : text;
}
