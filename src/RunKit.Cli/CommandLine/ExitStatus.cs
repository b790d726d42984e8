namespace RunKit.Cli.CommandLine;

/// <summary>What a verb ends with. Scripts hold on to these.</summary>
internal static class ExitStatus
{
    public const int Done = 0;

    /// <summary>It could not be done; one line says why and what to do.</summary>
    public const int Failed = 1;

    public const int WrongUsage = 2;

    public const int TimedOut = 124;
}
