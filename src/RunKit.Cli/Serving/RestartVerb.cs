using System.Globalization;

namespace RunKit.Cli.Serving;

/// <summary><c>restart</c>: ends the node and starts it again as it was started, with the program that this is. Servers go on.</summary>
internal static class RestartVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("restart", "End the node and start it again with the same options, in the background; servers go on");
        var socket = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var node = RunningNode.Find(socket.Socket(parsed));
            if (ServiceUnit.Runs(node.Process.Pid))
            {
                return await ServiceUnit.RestartAsync(cancellationToken);
            }

            var start = StartedNode.ReadFrom(node.Process.Pid);
            await node.EndAsync(cancellationToken);
            var begun = await start.StartAsync(node.Socket, cancellationToken);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the node at {node.Socket} runs again (pid {begun}, before {node.Process.Pid}); its log is {start.Log}"));
            return ExitStatus.Done;
        });
        return command;
    }
}
