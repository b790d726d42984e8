using System.Globalization;

namespace RunKit.Cli.Serving;

/// <summary><c>stop</c>: ends the node of this machine, in order, and stays until it has ended. Servers go on.</summary>
internal static class StopVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("stop", "End the node and stay until it has ended; servers, and what keeps them alive, stay");
        var socket = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var node = RunningNode.Find(socket.Socket(parsed));
            await node.EndAsync(cancellationToken);
            Tell(output, node);
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Tell(Output output, RunningNode node) =>
        output.Data.Write(string.Create(CultureInfo.InvariantCulture, $"the node at {node.Socket} (pid {node.Process.Pid}) has ended; its servers go on\n"));
}
