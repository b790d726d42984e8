using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RunKit.Api.Security;

/// <summary>Users of this machine by their number: who we are, and whom we can trust.</summary>
internal static partial class SystemUser
{
    private const uint Root = 0;
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>The user that this process acts as.</summary>
    public static uint Own { get; } = EffectiveUser();

    /// <summary>Whether a process of <paramref name="user"/> may have what is <paramref name="own"/>'s: root can take it anyway.</summary>
    public static bool IsTrusted(uint user, uint own) => user == own || user == Root;

    /// <summary>The user at the other end of a unix socket; null when the system does not say.</summary>
    /// <exception cref="ObjectDisposedException">The connection has ended.</exception>
    /// <exception cref="SocketException">The system cannot be asked.</exception>
    public static uint? PeerOf(Socket socket)
    {
        // struct ucred: pid, uid, gid (unix(7)).
        Span<int> credentials = stackalloc int[3];
        var length = socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        return length == MemoryMarshal.AsBytes(credentials).Length ? (uint)credentials[1] : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
