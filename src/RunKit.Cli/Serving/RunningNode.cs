using System.Globalization;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Cli.Serving;

/// <summary>The node of this machine that listens on a socket. It is found by that socket, never by a name.</summary>
/// <param name="Socket">Where it listens.</param>
/// <param name="Process">Which process it is.</param>
internal sealed record RunningNode(string Socket, ProcessIdentity Process)
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    /// <exception cref="VerbException">None runs there, or none of this user's.</exception>
    public static RunningNode Find(string socket) => SocketProbe.Probe(NodeOption.Checked(socket)) switch
    {
        ProbeVerdict.Alive { Pid: var pid } when new ProcessTable().Find(pid) is { } found => new RunningNode(socket, found.Identity),
        ProbeVerdict.NotOurs notOurs => throw new VerbException($"{notOurs.Reason}: that is no node of this user's; name another with --node"),
        ProbeVerdict.BacklogFull => throw new VerbException($"the node at {socket} does not accept connections"),
        _ => throw new VerbException($"no node runs at {socket}"),
    };

    /// <summary>Asks it to end, and stays until it has.</summary>
    /// <exception cref="VerbException">It cannot be asked, or does not end.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var processes = new ProcessTable();
        if (!processes.TryTerminate(Process) && processes.Lives(Process))
        {
            throw new VerbException($"the node (pid {Process.Pid}) is not this user's to end");
        }

        try
        {
            await processes.WaitForEndAsync(Process, cancellationToken).WaitAsync(EndLimit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new VerbException(
                string.Create(CultureInfo.InvariantCulture, $"the node (pid {Process.Pid}) has been asked to end and has not within {EndLimit.TotalSeconds:0} s; kill -KILL {Process.Pid} ends it, and hurts no server"),
                ExitStatus.TimedOut);
        }
    }
}
