namespace RunKit.ControlPlane.Http;

/// <summary>What both ends of the HTTP API must know alike and no type says.</summary>
public static class HttpContract
{
    /// <summary>The header by which a caller asks to have less than its key gives. It can only take away.</summary>
    public const string ScopeHeader = "RunKit-Scope";

    /// <summary>The header that names the program a caller is for; the audit log tells it.</summary>
    public const string ProgramHeader = "RunKit-Program";

    /// <summary>The most characters that a program's name may have.</summary>
    public const int MostProgramCharacters = 40;

    /// <summary>The parameter of a query that names another node of the cluster, which then is asked.</summary>
    public const string NodeParameter = "node";

    /// <summary>What it says for all nodes together, where rows are listed.</summary>
    public const string AllNodes = "*";

    /// <summary>A stream that has nothing to say writes a comment this often, so that a silent one is a broken one.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether a program may call itself so in <see cref="ProgramHeader"/>: letters, digits and <c>-</c>.</summary>
    public static bool IsProgramName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MostProgramCharacters && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }
}
