namespace RunKit.Cli.CommandLine;

/// <summary>The verb ends here: <paramref name="message"/> is the one line that says why.</summary>
internal sealed class VerbException(string message, int status = ExitStatus.Failed) : Exception(message)
{
    public int Status { get; } = status;
}
