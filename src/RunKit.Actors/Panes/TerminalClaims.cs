namespace RunKit.Actors.Panes;

/// <summary>Takes turns at a terminal with whoever else types into it by RunKit: other processes without a node among them.</summary>
internal static class TerminalClaims
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The claim, to be disposed of; null when it was not free within <paramref name="limit"/>.</summary>
    public static async Task<IDisposable?> TakeAsync(IPaneTerminals terminals, string tty, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (terminals.TryClaim(tty) is { } claim)
            {
                return claim;
            }

            if (time.GetElapsedTime(began) >= limit)
            {
                return null;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
