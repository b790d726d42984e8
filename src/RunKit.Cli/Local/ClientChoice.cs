using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Launching;
using RunKit.Tmux.Ports;

namespace RunKit.Cli.Local;

/// <summary>What talks to tmux where no node runs.</summary>
internal static class ClientChoice
{
    /// <exception cref="VerbException">There is no such choice.</exception>
    public static ITmuxClient Make(string choice, TmuxSpawner spawner, TmuxBinary tmux)
    {
        var socket = new SocketTmuxClient(TimeProvider.System);
        var process = new CliWrapTmuxClient(spawner, tmux, TimeProvider.System);
        return choice switch
        {
            "socket" => socket,
            "process" => process,
            "" or "auto" => tmux.IsSet ? process : new TmuxClient(TmuxClientKind.Socket, socket, process),
            _ => throw new VerbException($"RUNKIT_CLIENT is {choice}; allowed: auto, socket, process"),
        };
    }
}
