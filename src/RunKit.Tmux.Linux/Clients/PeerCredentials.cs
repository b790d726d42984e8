using System.Buffers.Binary;
using System.Net.Sockets;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>Who made the socket listen that we are connected to.</summary>
internal readonly record struct PeerCredentials(int Pid, uint User)
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;
    private const int Length = 12;

    public static PeerCredentials Of(Socket connected)
    {
        Span<byte> credentials = stackalloc byte[Length];
        connected.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials);
        return new(BinaryPrimitives.ReadInt32LittleEndian(credentials), BinaryPrimitives.ReadUInt32LittleEndian(credentials[sizeof(int)..]));
    }

    /// <summary>Why nothing may be sent to this peer; null when it is the one that is meant.</summary>
    public TmuxResult.NotSent? Objection(TmuxServerAddress server)
    {
        if (User != Libc.EffectiveUser())
        {
            return new(NotSentReason.NotOurs, $"{server.Socket} belongs to a server of user {User}");
        }

        return server.Expected is not { } expected || IsThat(expected)
            ? null
            : new(NotSentReason.GenerationChanged, $"process {Pid} listens on {server.Socket} now, not {expected.Pid} of before");
    }

    // A pid may come again: it is the same process only when it started at the same time.
    private bool IsThat(ProcessIdentity expected) => Pid == expected.Pid && Processes.ProcessTable.StartTicks(Pid) == expected.StartTicks;
}
