using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;

namespace RunKit.Api.Security;

/// <summary>Who sends a request, as far as the gate knows.</summary>
/// <param name="Name">For the audit log.</param>
/// <param name="Scope">What they may do.</param>
internal sealed record Caller(string Name, AccessScope Scope)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>For the audit log: the caller that the gate has let in, else whoever the host says it is.</summary>
    public static string NameOf(HttpContext context) =>
        context.Features.Get<Caller>()?.Name ?? context.User.Identity?.Name ?? OnUnixSocket(context)?.Name ?? "unknown";

    /// <summary>The peer of a connection over a unix socket, who has passed the file's mode; null on any other connection.</summary>
    public static Caller? OnUnixSocket(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { AddressFamily: AddressFamily.Unix } socket)
        {
            return null;
        }

        // struct ucred: pid, uid, gid (unix(7)).
        Span<int> credentials = stackalloc int[3];
        var length = socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        var who = length == MemoryMarshal.AsBytes(credentials).Length ? credentials[1].ToString(CultureInfo.InvariantCulture) : "unknown";
        return new Caller($"uid-{who}", AccessScope.Admin);
    }
}
