using RunKit.Api.Security;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace RunKit.Client;

/// <summary>
/// Where a node listens, and what a caller shows it. It is shown only to whom it belongs: over a unix socket and over loopback to a process of
/// this user or of root, elsewhere over TLS to who has a certificate that this machine trusts.
/// </summary>
public sealed class NodeAddress
{
    private readonly string? _socket;
    private readonly Uri? _url;

    private NodeAddress(string? socket, Uri? url, string head) => (_socket, _url, Head) = (socket, url, head);

    /// <summary>The lines of each request's head that go with the address.</summary>
    internal string Head { get; }

    /// <summary>The user whose processes may be told the token, beside root.</summary>
    internal uint User { get; set; } = SystemUser.Own;

    /// <summary>A node's unix socket, whose mode is the key.</summary>
    /// <param name="path">Its absolute path.</param>
    public static NodeAddress UnixSocket(string path) => new(path, null, "Host: node\r\n");

    /// <summary>A node's port, or a proxy in front of it.</summary>
    /// <param name="url"><c>http://HOST:PORT</c> or <c>https://HOST:PORT</c>, and nothing behind it.</param>
    /// <param name="token">One of the node's tokens.</param>
    /// <exception cref="ArgumentException">
    /// The URL is another; it would show the token to a network (<c>http</c> to another machine); or the token is not one of visible ASCII. One line.
    /// </exception>
    public static NodeAddress Url(Uri url, string token)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(token);
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            throw new ArgumentException("a node's URL is http://HOST:PORT or https://HOST:PORT", nameof(url));
        }

        if (url.Scheme == "http" && !url.IsLoopback)
        {
            throw new ArgumentException("http to another machine shows the token to the network; use https, or ssh -L and a port of this machine", nameof(url));
        }

        return token.Length > 0 && token.All(c => c is > ' ' and <= '~')
            ? new NodeAddress(null, url, $"Host: {url.Authority}\r\nAuthorization: Bearer {token}\r\n")
            : throw new ArgumentException("a token has visible characters of ASCII only", nameof(token));
    }

    /// <summary>The same for a caller who is to have less than the key gives: the node holds it to that.</summary>
    /// <param name="scope">What it may do.</param>
    /// <param name="program">What it is called in the audit log: letters, digits and '-'.</param>
    /// <exception cref="ArgumentException">The name holds another character.</exception>
    public NodeAddress Limited(AccessScope scope, string program) => HttpContract.IsProgramName(program)
        ? new NodeAddress(_socket, _url, $"{Head}{HttpContract.ScopeHeader}: {KebabCase.Of(scope)}\r\n{HttpContract.ProgramHeader}: {program}\r\n") { User = User }
        : throw new ArgumentException("a program's name has letters, digits and '-' only", nameof(program));

    public override string ToString() => _socket ?? _url!.GetLeftPart(UriPartial.Authority);

    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">It has no certificate that this machine trusts.</exception>
    /// <exception cref="UntrustedPeerException">A process of another user listens there.</exception>
    internal async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = _url is null
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            EndPoint there = _url is null ? new UnixDomainSocketEndPoint(_socket!) : new DnsEndPoint(_url.IdnHost, _url.Port);
            await socket.ConnectAsync(there, cancellationToken).ConfigureAwait(false);
            if (Objection(socket) is { } objection)
            {
                throw new UntrustedPeerException(objection);
            }

            var stream = new NetworkStream(socket, ownsSocket: true);
            return _url is { Scheme: "https", IdnHost: var host } ? await SecureAsync(stream, host, cancellationToken).ConfigureAwait(false) : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private string? Objection(Socket connected)
    {
        if (_url is null)
        {
            return SystemUser.PeerOf(connected) is { } peer && SystemUser.IsTrusted(peer, User) ? null : "a process of another user listens there";
        }

        return _url.Scheme == "https"
            ? null
            : LoopbackPeer.Objection(ListAll(), (IPEndPoint)connected.LocalEndPoint!, (IPEndPoint)connected.RemoteEndPoint!, User);
    }

    private static ImmutableArray<TcpSocket> ListAll()
    {
        try
        {
            return TcpSocketTable.Read();
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static async Task<Stream> SecureAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        try
        {
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch (AuthenticationException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
