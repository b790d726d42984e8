using System.Globalization;

namespace RunKit.Tmux.Panes;

/// <summary>Linux's names of signals.</summary>
public static class SignalNames
{
    private static readonly string[] Names =
    [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT",
        "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>The name of a signal, such as <c>SIGKILL</c>; <c>SIG34</c> for one that has none.</summary>
    public static string Of(int number) =>
        number > 0 && number <= Names.Length ? $"SIG{Names[number - 1]}" : string.Create(CultureInfo.InvariantCulture, $"SIG{number}");

    /// <summary>The same for what tmux prints: some releases a number, others a name.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Of(number)
            : text.StartsWith("SIG", StringComparison.Ordinal) ? text
            : $"SIG{text}";
    }
}
