using System.Globalization;
using System.Text;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Processes.Probing;

namespace RunKit.Tmux.Processes.Launching;

/// <summary>The server that a creation has started, for a creation that is given up or has failed.</summary>
internal sealed class NewbornServer(ITmuxClient client, IProcessTable processes, TimeProvider time)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    /// <summary>The process whose environment, as it was started, holds the creation's word; null when there is none.</summary>
    public ProcessIdentity? Find(string nonce)
    {
        var variable = Encoding.ASCII.GetBytes($"{CreateCommands.Variable}={nonce}\0");
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && IsServer(Read($"{directory}/comm"))
                && Read($"{directory}/environ").AsSpan().IndexOf(variable) >= 0
                && processes.Find(pid)?.Identity is { } server)
            {
                return server;
            }
        }

        return null;
    }

    /// <summary>Whether a server has a session; null when it does not say.</summary>
    public async Task<bool?> HasSessionsAsync(SocketPath socket, ProcessIdentity server)
    {
        var line = TmuxCommandLine.Of("list-sessions", "-F", "#{session_id}");
        return await client.RunAsync(new TmuxServerAddress(socket, server), line, new TmuxRunOptions { Deadline = AnswerLimit }, CancellationToken.None).ConfigureAwait(false) switch
        {
            TmuxResult.Exited result => result.Output.Length > 0,
            _ => null,
        };
    }

    /// <summary>
    /// Ends a server that has no session: nobody can have anything in it. tmux waits for the jobs of its configuration before it ends, and
    /// lets nobody in meanwhile, so it is not asked for long.
    /// </summary>
    public async Task EndAsync(ProcessIdentity server)
    {
        if (processes.Lives(server))
        {
            _ = Libc.Signal(server.Pid, Libc.SigTerm);
        }

        if (!await EndsAsync(server, OrderlyEnd).ConfigureAwait(false))
        {
            processes.TryKill(server);
            await EndsAsync(server, EndLimit).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a process ends within a while.</summary>
    public async Task<bool> EndsAsync(ProcessIdentity process, TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit, time);
        try
        {
            await processes.WaitForEndAsync(process, late.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return false;
        }
    }

    // The jobs of its configuration have inherited the variable, too, and may be clients.
    private static bool IsServer(ReadOnlySpan<byte> name) => name.StartsWith("tmux"u8) && !name.StartsWith("tmux: client"u8);

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
