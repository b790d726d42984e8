namespace RunKit.Tmux.Ports;

/// <summary>The one way by which a server is started.</summary>
public interface IServerLauncher
{
    /// <summary>
    /// Looks first, and starts a server only where none runs. Failures come as outcomes. A creation that is given up, at its limit or by a
    /// cancellation, leaves nothing behind that comes up later.
    /// </summary>
    Task<CreateOutcome> LaunchAsync(NewServer request, CancellationToken cancellationToken);
}
