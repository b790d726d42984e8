namespace RunKit.Tmux.Connection;

/// <summary>One tmux process from start to end: for what no connection stands for.</summary>
public interface IOneShotTmux
{
    /// <summary>
    /// Runs tmux and reads what it prints. Past <paramref name="timeout"/> the process gets SIGTERM and the result says so; a command
    /// that a stopped server has queued may still run later.
    /// </summary>
    /// <param name="binary">The tmux to run; null for the one on PATH.</param>
    Task<OneShotResult> RunAsync(TmuxArguments arguments, string? binary, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>How a tmux process ended.</summary>
public abstract record OneShotResult
{
    /// <summary>It ran. tmux's exit status alone is not reliable: read the words too.</summary>
    public sealed record Exited(int Status, string Output, string Error) : OneShotResult;

    /// <summary>It did not end in time; nobody can tell whether its command ran or will run.</summary>
    public sealed record TimedOut : OneShotResult;

    /// <summary>It could not be started: no such program, no permission, no process left.</summary>
    public sealed record NotStarted(string Reason) : OneShotResult;
}
