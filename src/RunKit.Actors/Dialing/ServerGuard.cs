using System.Globalization;

namespace RunKit.Actors.Dialing;

/// <summary>Looks whether the guard stands on a server, and puts in place what it lacks.</summary>
internal static class ServerGuard
{
    // Once as it is found, and once more where something was put in place: what is said holds.
    private const int Looks = 2;

    /// <returns>A line for each thing that keeps the server; not sent, when the guard does not stand.</returns>
    public static async Task<CommandOutcome> LookAsync(ServerConnection connection, DialSettings settings, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            switch (await connection.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                case ReadOutcome.Failed failed:
                    return new CommandOutcome.NotSent($"it could not be listed: {failed.Detail}");
                case ReadOutcome.Read { Reply: var reply } when connection.IsEstablished(reply):
                    return CommandOutcome.Completed.Of(
                        "exit-empty is off: it is not reaped when its last session ends",
                        $"the hidden session {AnchorRules.From(reply.State, settings.Anchor).Session!.Name} keeps it",
                        string.Create(CultureInfo.InvariantCulture, $"its hooks hint at changes, at index {settings.HookIndex}"));
                case ReadOutcome.Read { Reply: var reply }:
                    if (await connection.EstablishAsync(reply, cancellationToken).ConfigureAwait(false) is { } problem)
                    {
                        return new CommandOutcome.NotSent(problem.Detail);
                    }

                    break;
            }
        }

        return new CommandOutcome.NotSent("what guards it does not stay in place");
    }
}
