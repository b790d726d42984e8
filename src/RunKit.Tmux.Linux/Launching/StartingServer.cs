using System.Globalization;
using System.Text;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Launching;

/// <summary>The server that a creation has started, for a creation that is given up or has failed.</summary>
internal sealed class StartingServer(ITmuxClient client, IProcessTable processes, TimeProvider time)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    private static readonly TmuxCommandLine EndIfEmpty = TmuxCommandLine.Of("if-shell", "-F", "#{S:1}", "display-message -p used", "kill-server");

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
    /// Ends the server that a creation has started if it has no session: nobody can have anything in it. The server looks and is told to
    /// end in one step. It is asked while the program that has started it is still connected: tmux answers nobody once that one is gone
    /// and the configuration still runs.
    /// </summary>
    public async Task<StartingServerFate> EndUnlessUsedAsync(SocketPath socket, string nonce)
    {
        if (Find(nonce) is not { } server)
        {
            return new StartingServerFate.None();
        }

        var result = await client.RunAsync(new TmuxServerAddress(socket, server), EndIfEmpty, new TmuxRunOptions { Deadline = AnswerLimit }, CancellationToken.None).ConfigureAwait(false);
        return result switch
        {
            TmuxResult.Exited { Output.Length: > 0 } => new StartingServerFate.InUse(server),
            TmuxResult.Exited or TmuxResult.Unknown { Reason: UnknownReason.ServerExiting or UnknownReason.ClosedUnread } or TmuxResult.NotSent { Reason: NotSentReason.ServerExiting } => new StartingServerFate.Ending(server),
            _ when !processes.Lives(server) => new StartingServerFate.None(),
            _ => new StartingServerFate.Silent(server),
        };
    }

    /// <summary>Stays with a server that has been told to end: tmux waits for the jobs of its configuration, and is not waited for.</summary>
    public async Task SeeOffAsync(ProcessIdentity ending)
    {
        if (!await EndsAsync(ending, OrderlyEnd).ConfigureAwait(false))
        {
            processes.TryKill(ending);
            await EndsAsync(ending, EndLimit).ConfigureAwait(false);
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

/// <summary>What is there of the server that a creation has started.</summary>
internal abstract record StartingServerFate
{
    /// <summary>Nothing.</summary>
    public sealed record None : StartingServerFate;

    /// <summary>It has sessions, which are not this creation's.</summary>
    public sealed record InUse(ProcessIdentity Server) : StartingServerFate;

    /// <summary>It had no session, and has been told to end.</summary>
    public sealed record Ending(ProcessIdentity Server) : StartingServerFate;

    /// <summary>It does not say whether it has any, and is left alone.</summary>
    public sealed record Silent(ProcessIdentity Server) : StartingServerFate;
}
