using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;

namespace RunKit.Benchmarks.Tmux;

/// <summary>Somebody who works on a server beside whatever is measured: each command by a client of its own.</summary>
internal sealed class User(TmuxSandbox sandbox, string server)
{
    private readonly SocketTmuxClient _client = new(TimeProvider.System);
    private readonly TmuxServerAddress _address = new(sandbox.Socket(server), sandbox.Server(server));

    /// <summary>The server's process.</summary>
    public int Pid => _address.Expected!.Pid;

    /// <exception cref="InvalidOperationException">tmux refused it.</exception>
    public async Task RunAsync(TmuxCommandLine line, Action<ReadOnlyMemory<byte>>? onOutput = null)
    {
        var result = await _client.RunAsync(_address, line, new TmuxRunOptions { OnOutput = onOutput }, CancellationToken.None);
        if (result is not TmuxResult.Exited { Status: 0 })
            throw new InvalidOperationException($"{line}: {result}");
    }

    /// <summary>Runs commands of ours as one line.</summary>
    public Task RunAsync(IEnumerable<TmuxCommand> commands, Action<ReadOnlyMemory<byte>>? onOutput = null) => RunAsync(
        TmuxCommandLine.Join(commands.Select(command => TmuxCommandLine.Of(command.Name, command.Words.Skip(1).Select(TmuxArgument.Plain)))), onOutput);

    /// <summary>Renames the first window.</summary>
    public Task RenameAsync(string name) => RunAsync(TmuxCommands.RenameWindow(new WindowId(0), name));
}
