using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.Fakes;

/// <summary>Creations that start nothing: every server is there at once, unless the test says otherwise.</summary>
public sealed class FakeLauncher : IServerLauncher
{
    /// <summary>The requests, and how they end.</summary>
    public FakeCalls<NewServer, CreateOutcome> Launches { get; } =
        new(_ => new CreateOutcome.Created(new ServerGeneration(1000, 1_700_000_000), new SessionId(0)));

    public Task<CreateOutcome> LaunchAsync(NewServer request, CancellationToken cancellationToken) =>
        Launches.AnswerAsync(request, cancellationToken);
}
