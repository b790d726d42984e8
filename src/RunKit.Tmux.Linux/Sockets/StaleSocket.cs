using System.Threading;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Sockets;

/// <summary>The file that a dead server left.</summary>
public static class StaleSocket
{
    // A server binds its socket before it listens, and is refused in between.
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Removes the file, if it is one: nobody listens, twice, and it is the same file all the while. tmux's own lock for starts is held
    /// meanwhile, so that no server starts on the path; where another process holds it, one is starting, and nothing is done.
    /// </summary>
    /// <returns>Why it was left alone; null when it is gone.</returns>
    public static async Task<string?> RemoveAsync(SocketPath socket, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var lockFile = $"{socket}.lock";
        try
        {
            // An exclusive FileStream holds flock(2) on the file, as a starting tmux does (client.c:client_get_lock).
            using var held = new FileStream(lockFile, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            try
            {
                var before = Libc.Look(socket.Value, out _)?.Inode;
                var first = SocketProbe.Probe(socket);
                await Task.Delay(BetweenProbes, time, cancellationToken).ConfigureAwait(false);
                if (first is not ProbeVerdict.Refused || SocketProbe.Probe(socket) is not ProbeVerdict.Refused || Libc.Look(socket.Value, out _)?.Inode != before)
                {
                    return "it is not, or no longer, a dead server's";
                }

                File.Delete(socket.Value);
                return null;
            }
            finally
            {
                File.Delete(lockFile);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
