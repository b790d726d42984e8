using RunKit.Tmux.Connection;

namespace RunKit.Testing.Fakes;

/// <summary>A tmux that runs nothing: every call ends with status 0 and no output, unless the test says otherwise.</summary>
public sealed class FakeOneShot : IOneShotTmux
{
    /// <summary>The argument vectors, and how they end.</summary>
    public FakeCalls<TmuxArguments, OneShotResult> Runs { get; } = new(_ => new OneShotResult.Exited(0, "", ""));

    public Task<OneShotResult> RunAsync(TmuxArguments arguments, string? binary, TimeSpan timeout, CancellationToken cancellationToken) =>
        Runs.AnswerAsync(arguments, cancellationToken);
}
