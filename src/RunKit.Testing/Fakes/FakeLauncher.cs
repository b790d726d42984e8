using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Testing.Fakes;

/// <summary>Births that start nothing: every server is born at once, unless the test says otherwise.</summary>
public sealed class FakeLauncher : IServerLauncher
{
    /// <summary>The requests, and how they end.</summary>
    public FakeCalls<NewServer, CreateOutcome> Births { get; } =
        new(_ => new CreateOutcome.Created(new ServerGeneration(1000, 1_700_000_000), new SessionId(0)));

    public Task<CreateOutcome> LaunchAsync(NewServer request, CancellationToken cancellationToken) =>
        Births.AnswerAsync(request, cancellationToken);
}
