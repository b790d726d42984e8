using System.Collections.Frozen;
using RunKit.Api.Login;

namespace RunKit.Api.Security;

/// <summary>Whom the API answers when a request does not come over a unix socket.</summary>
public sealed class AccessPolicy
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    private readonly Func<AccessTokens> _tokens;
    private readonly FrozenSet<string> _hosts;
    private readonly FrozenSet<string> _origins;

    /// <param name="tokens">The keys.</param>
    /// <param name="hosts">What callers may call this host, beside the names of loopback: names or addresses without a port.</param>
    /// <param name="origins">Pages of which origins may call, such as <c>https://dash.example</c>, beside those of this host.</param>
    public AccessPolicy(AccessTokens tokens, IEnumerable<string> hosts, IEnumerable<string> origins)
        : this(() => tokens, hosts, origins) => ArgumentNullException.ThrowIfNull(tokens);

    /// <param name="tokens">The keys as they are now. Asked at each request that needs one, on whatever thread serves it.</param>
    /// <param name="hosts">As of the other one.</param>
    /// <param name="origins">As of the other one.</param>
    public AccessPolicy(Func<AccessTokens> tokens, IEnumerable<string> hosts, IEnumerable<string> origins)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        _tokens = tokens;
        _hosts = LoopbackNames.Concat(hosts).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _origins = origins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Browsers that are logged in; null where none can be.</summary>
    public Logins? Logins { get; init; }

    internal AccessTokens Tokens => _tokens();

    internal bool AdmitsHost(HostString host) => _hosts.Contains(host.Host);

    internal bool ListsOrigin(string origin) => _origins.Contains(origin);
}
