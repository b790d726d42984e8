using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using RunKit.Api.Login;

namespace RunKit.Api.Security;

/// <summary>Who sends a request, as far as the gate knows.</summary>
/// <param name="Name">For the audit log.</param>
/// <param name="Scope">What they may do.</param>
/// <param name="Servers">Which servers they reach, by name; null for all.</param>
internal sealed record Caller(string Name, AccessScope Scope, string? Servers = null)
{
    /// <summary>Its login, where it showed a cookie; null where it showed a token, or is on the unix socket.</summary>
    public LoginSession? Login { get; init; }

    /// <summary>Whether what it showed counts still: it may be asked long after the request.</summary>
    public Func<bool> Holds { get; init; } = static () => true;

    /// <summary>Whether the caller of a request may see and change a server.</summary>
    public static bool Reaches(HttpContext context, string server) => AccessToken.Reaches(context.Features.Get<Caller>()?.Servers, server);

    /// <summary>For the audit log: what the host says it is, else the caller that has been identified.</summary>
    public static string NameOf(HttpContext context) =>
        context.User.Identity?.Name ?? context.Features.Get<Caller>()?.Name ?? "unknown";

    /// <summary>Keeps who calls, while that can be told: a caller who hangs up takes it along.</summary>
    /// <returns>False when the caller has gone, and nobody can tell who it was.</returns>
    public static bool TryIdentify(HttpContext context)
    {
        if (context.Features.Get<Caller>() is not null)
        {
            return true;
        }

        try
        {
            if (OnUnixSocket(context) is { } peer)
            {
                context.Features.Set(peer);
            }

            return true;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return false;
        }
    }

    /// <summary>The peer of a connection over a unix socket, who has passed the file's mode; null on any other connection.</summary>
    /// <exception cref="ObjectDisposedException">The connection has ended.</exception>
    /// <exception cref="SocketException">The system does not say who it is.</exception>
    private static Caller? OnUnixSocket(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { AddressFamily: AddressFamily.Unix } socket)
        {
            return null;
        }

        var who = SystemUser.PeerOf(socket) is { } user ? user.ToString(CultureInfo.InvariantCulture) : "unknown";
        return new Caller($"uid-{who}", AccessScope.Admin);
    }
}
