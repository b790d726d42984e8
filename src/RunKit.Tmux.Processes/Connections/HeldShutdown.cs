using RunKit.Tmux.Processes.Probing;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>
/// A server that was told to end and cannot, because a session was made after the order: a dial's own <c>new-session</c> may be the
/// next command that it runs. tmux 3.3a then stays for good, with that session, and closes whatever connects.
/// </summary>
internal static class HeldShutdown
{
    private const int Looks = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Repeats the order (SIGTERM, which is all that <c>kill-server</c> does) to a server that several times in a row has closed a silent
    /// connection at once: tmux does that only once it has been told to end (<c>server.c:server_accept</c>). Any other server is left
    /// alone.
    /// </summary>
    /// <returns>Whether the server is dead now.</returns>
    public static async Task<bool> EndAsync(SocketPath socket, ProcessIdentity server, IProcessTable processes, TimeProvider time)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (!await SocketProbe.ClosesAtOnceAsync(socket, server.Pid).ConfigureAwait(false))
            {
                return !processes.Lives(server);
            }

            await Task.Delay(Step, time).ConfigureAwait(false);
        }

        if (processes.Lives(server))
        {
            _ = Libc.Signal(server.Pid, Libc.SigTerm);
        }

        var start = time.GetTimestamp();
        while (processes.Lives(server) && time.GetElapsedTime(start) < Limit)
        {
            await Task.Delay(Step, time).ConfigureAwait(false);
        }

        return !processes.Lives(server);
    }
}
