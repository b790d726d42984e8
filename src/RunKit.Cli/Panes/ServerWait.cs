namespace RunKit.Cli.Panes;

/// <summary>Waits for the state of a server, which is looked at again and again: over a node and without one.</summary>
internal static class ServerWait
{
    /// <summary>What can be waited for.</summary>
    public static readonly ImmutableArray<string> States = ["running", "dead", "gone"];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The verb's exit status once the server is so.</summary>
    /// <exception cref="VerbException">The time is over.</exception>
    public static async Task<int> RunAsync(IControlPlane plane, ServerName server, string state, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var views = await plane.GetServersAsync(cancellationToken);
            var view = views.FirstOrDefault(view => view.Name == server.Value);
            if (Is(view, state))
            {
                return ExitStatus.Done;
            }

            if (limit is { } most && TimeProvider.System.GetElapsedTime(began) >= most)
            {
                throw new VerbException($"the time is over, and {server} is not {state}", ExitStatus.TimedOut);
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    // Of a dead server the socket file may lie there still; without it the server is gone.
    private static bool Is(ServerView? view, string state) => state switch
    {
        "running" => view is { Generation: not null, Status: ServerStatus.Connected },
        "dead" => view is null or { Reason: ServerReason.ServerDead or ServerReason.Killed },
        _ => view is null,
    };
}
