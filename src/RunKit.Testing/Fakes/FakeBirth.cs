using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Testing.Fakes;

/// <summary>Births that start nothing: every server is born at once, unless the test says otherwise.</summary>
public sealed class FakeBirth : IServerBirth
{
    /// <summary>The requests, and how they end.</summary>
    public FakeCalls<NewServer, BirthOutcome> Births { get; } =
        new(_ => new BirthOutcome.Born(new ServerGeneration(1000, 1_700_000_000), new SessionId(0)));

    public Task<BirthOutcome> BearAsync(NewServer request, CancellationToken cancellationToken) =>
        Births.AnswerAsync(request, cancellationToken);
}
