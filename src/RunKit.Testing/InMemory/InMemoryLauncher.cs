using System.Text;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.InMemory;

/// <summary>Starts the servers of a fake machine. Its configuration is empty, and no command ends.</summary>
internal sealed class InMemoryLauncher(FakeTmux tmux, TimeProvider time) : IServerLauncher
{
    private const string Nonce = "x";

    public async Task<CreateOutcome> LaunchAsync(NewServer request, CancellationToken cancellationToken)
    {
        if (request.Problem() is { } problem)
        {
            return new CreateOutcome.NotCreated(problem);
        }

        var socket = SocketPath.In(tmux.Sockets.Directory, request.Server);
        var lives = tmux.Probe(socket) is ProbeVerdict.Alive;
        if (lives && !request.AttachOk)
        {
            return new CreateOutcome.AlreadyRuns();
        }

        if (!lives)
        {
            tmux.Spawn(TmuxArguments.Create(socket, new CreateCommands(request, "/", Nonce)));
        }

        var server = lives ? tmux.Listener(socket)! : tmux.Locked(() => tmux.Create(socket));
        var client = new Visit(TmuxRunOptions.Default);
        tmux.Locked(() => server.Visit(client, NewSession(request).Words));
        return await client.Result.WaitAsync(request.Timeout, time, cancellationToken).ConfigureAwait(false) is TmuxResult.Exited result
            ? Read(result, lives)
            : new CreateOutcome.NotCreated("server exited unexpectedly");
    }

    private static TmuxCommandLine NewSession(NewServer request) => TmuxCommandLine.Of(
        "new-session",
        [
            "-d", "-P", "-F", "#{pid} #{start_time} #{session_id} #{session_name}",
            .. TmuxArgument.LiteralAfter("-c", request.Directory), .. TmuxArgument.LiteralAfter("-s", request.Session),
            .. TmuxArgument.Program(request.Command.IsDefault ? [] : request.Command),
        ]);

    private static CreateOutcome Read(TmuxResult.Exited result, bool lived)
    {
        if (Encoding.UTF8.GetString(result.Output.Span).Trim().Split(' ', 4) is not [var pid, var start, var id, var name] || !SessionId.TryParse(id, out var session))
        {
            return new CreateOutcome.NotCreated(Encoding.UTF8.GetString(result.Error.Span).Trim());
        }

        var generation = new ServerGeneration(int.Parse(pid, null), long.Parse(start, null));
        return lived
            ? new CreateOutcome.Joined(generation, session) { Name = name }
            : new CreateOutcome.Created(generation, session) { Name = name };
    }
}
