using System.Net.Sockets;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Launching;
using RunKit.Tmux.Protocol;

namespace RunKit.Tmux.Linux.Terminals;

/// <summary>Attaches pseudo-terminals by tmux's own protocol: the server is given the terminal, and no process is started.</summary>
/// <param name="time">For deadlines.</param>
public sealed class AttachedTerminals(TimeProvider time) : IAttachedTerminals
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<(IAttachedTerminal? Terminal, string Problem)> AttachAsync(
        TmuxServerAddress server, string? version, AttachRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(request);
        if ((request.Problem() ?? DescriptorReserve.NotSent?.Detail) is { } problem)
        {
            return (null, problem);
        }

        var socket = ServerConnection.Open(server, out var refusal, out _);
        if (socket is null)
        {
            return (null, refusal!.Detail);
        }

        PseudoTerminal? terminal = null;
        try
        {
            terminal = PseudoTerminal.Open(request.Size);
            Introduce(socket, terminal, version, request);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            terminal?.Dispose();
            socket.Dispose();
            return (null, e.Message);
        }

        var attached = new AttachedTerminal(socket, terminal);
        if (await attached.BeginsAsync(Limit, time, cancellationToken).ConfigureAwait(false))
        {
            return (attached, "");
        }

        await attached.DisposeAsync().ConfigureAwait(false);
        return (null, attached.Ended ?? $"the server did not attach it within {Limit.TotalSeconds:0} s");
    }

    private static void Introduce(Socket socket, PseudoTerminal terminal, string? version, AttachRequest request)
    {
        var introduction = TerminalMessages.Introduction(
            Environment.ProcessId, TmuxSpawner.HomeDirectory, terminal.Path, TmuxSpawner.ClientEnvironment(), TerminalMessages.IsFrom36(version), request);
        foreach (var message in introduction)
        {
            if (message.CarriesTerminal)
            {
                Libc.SendWithDescriptor(socket, message.Bytes.Span, terminal.Other);
            }
            else if (socket.Send(message.Bytes.Span) != message.Bytes.Length)
            {
                throw new IOException("the server does not read");
            }
        }

        terminal.GiveAway();
    }
}
