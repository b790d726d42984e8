using System.Globalization;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Cli.Serving;

/// <summary><c>stop</c>: ends the node of this machine, in order, and stays until it has ended. Servers go on.</summary>
internal static class StopVerb
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Command Create(Output output)
    {
        var command = new Command("stop", "End the node and stay until it has ended; servers, and what keeps them alive, stay");
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = node.Socket(parsed);
            var process = Find(path);
            var processes = new ProcessTable();
            if (!processes.TryTerminate(process) && processes.Lives(process))
            {
                throw new VerbException($"the node (pid {process.Pid}) is not this user's to end");
            }

            try
            {
                await processes.WaitForEndAsync(process, cancellationToken).WaitAsync(Limit, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new VerbException(
                    string.Create(CultureInfo.InvariantCulture, $"the node (pid {process.Pid}) has been asked to end and has not within {Limit.TotalSeconds:0} s; kill -KILL {process.Pid} ends it, and hurts no server"),
                    ExitStatus.TimedOut);
            }

            Tell(output, path, process.Pid);
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Tell(Output output, string path, int pid) =>
        output.Data.Write(string.Create(CultureInfo.InvariantCulture, $"the node at {path} (pid {pid}) has ended; its servers go on\n"));

    // By who listens on the socket, never by a name.
    private static ProcessIdentity Find(string socket) => SocketProbe.Probe(NodeOption.Checked(socket)) switch
    {
        ProbeVerdict.Alive { Pid: var pid } when new ProcessTable().Find(pid) is { } found => found.Identity,
        ProbeVerdict.NotOurs notOurs => throw new VerbException($"{notOurs.Reason}: that is no node of this user's; name another with --node"),
        ProbeVerdict.BacklogFull => throw new VerbException($"the node at {socket} does not accept connections"),
        _ => throw new VerbException($"no node runs at {socket}"),
    };
}
