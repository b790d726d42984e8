using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RunKit.Api.Security;

namespace RunKit.Api.Login;

/// <summary>
/// Browsers that are logged in, and links that log one in: a link is good for a minute and for one browser. All of it is in memory: a node that
/// begins again knows none. Safe to use from any thread.
/// </summary>
/// <param name="time">Measures how long they last.</param>
public sealed class Logins(TimeProvider time)
{
    /// <summary>How long a link is good for.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromSeconds(60);

    /// <summary>How long a browser stays logged in.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(12);

    /// <summary>The header in which a page shows the key of its login with each change. No form can send it.</summary>
    public const string KeyHeader = "X-RunKit-Key";

    private const int SecretBytes = 32;
    private const int MostLinks = 32;
    private const int MostSessions = 64;

    private readonly Lock _lock = new();
    private readonly List<Link> _links = [];
    private readonly List<LoginSession> _sessions = [];
    private int _names;

    /// <summary>The cookie's name: browsers keep cookies by host alone, and two nodes may have two ports of it.</summary>
    public static string CookieOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return string.Create(CultureInfo.InvariantCulture, $"runkit-{request.Host.Port ?? 0}");
    }

    /// <summary>Makes a link's secret.</summary>
    /// <param name="scope">What its browser may do.</param>
    public string NewLink(AccessScope scope)
    {
        var secret = NewSecret();
        lock (_lock)
        {
            _links.RemoveAll(link => IsOver(link.Made, LinkLife));
            if (_links.Count == MostLinks)
            {
                _links.RemoveAt(0);
            }

            _links.Add(new Link(Hash(secret), scope, time.GetTimestamp()));
        }

        return secret;
    }

    /// <summary>Spends a link; null when it is none, or none any more.</summary>
    /// <param name="secret">What it holds.</param>
    /// <param name="host">Where its browser is.</param>
    internal (string Cookie, string Key, LoginSession Session)? Redeem(string secret, string host)
    {
        var hash = Hash(secret);
        var (cookie, key) = (NewSecret(), NewSecret());
        lock (_lock)
        {
            var found = _links.Find(link => CryptographicOperations.FixedTimeEquals(link.Secret.AsSpan(), hash.AsSpan()));
            if (found is null || !_links.Remove(found) || IsOver(found.Made, LinkLife))
            {
                return null;
            }

            _sessions.RemoveAll(known => IsOver(known.Began, SessionLife));
            if (_sessions.Count == MostSessions)
            {
                _sessions.RemoveAt(0);
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"browser-{++_names}");
            var session = new LoginSession(name, found.Scope, host, Hash(cookie), Hash(key), time.GetTimestamp());
            _sessions.Add(session);
            return (cookie, key, session);
        }
    }

    /// <summary>Whose cookie came with a request; null when it is nobody's, or came to another host.</summary>
    internal LoginSession? Find(HttpRequest request)
    {
        if (request.Cookies[CookieOf(request)] is not { Length: > 0 } cookie)
        {
            return null;
        }

        var hash = Hash(cookie);
        lock (_lock)
        {
            LoginSession? found = null;
            foreach (var session in _sessions)
            {
                if (CryptographicOperations.FixedTimeEquals(session.Cookie.AsSpan(), hash.AsSpan()))
                {
                    found = session;
                }
            }

            return found is not null && !IsOver(found.Began, SessionLife) && found.Host.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase) ? found : null;
        }
    }

    /// <summary>Whether a browser is logged in still.</summary>
    internal bool Holds(LoginSession session)
    {
        lock (_lock)
        {
            return !IsOver(session.Began, SessionLife) && _sessions.Exists(known => ReferenceEquals(known, session));
        }
    }

    /// <summary>Logs a browser out.</summary>
    internal void End(LoginSession session)
    {
        lock (_lock)
        {
            _sessions.RemoveAll(known => ReferenceEquals(known, session));
        }
    }

    /// <summary>Why a request that changes something is not of the page that logged in; null when it is.</summary>
    internal static string? Problem(HttpRequest request, LoginSession session) =>
        !IsOwnPage(request) ? "a change by a cookie needs the Origin of this node's own page"
        : !IsKey(session, request.Headers[KeyHeader].ToString()) ? $"a change by a cookie needs the key of its login in the header {KeyHeader}"
        : null;

    /// <summary>Whether that is the key of a login.</summary>
    internal static bool IsKey(LoginSession session, string? key) =>
        CryptographicOperations.FixedTimeEquals(session.Key.AsSpan(), Hash(key ?? "").AsSpan());

    /// <summary>Whether a page that this node serves sent a request. A proxy in front of it may speak TLS.</summary>
    internal static bool IsOwnPage(HttpRequest request) => request.Headers.Origin is [{ } origin]
        && (origin.Equals($"http://{request.Host}", StringComparison.OrdinalIgnoreCase) || origin.Equals($"https://{request.Host}", StringComparison.OrdinalIgnoreCase));

    private bool IsOver(long began, TimeSpan life) => time.GetElapsedTime(began) >= life;

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    private static ImmutableArray<byte> Hash(string secret) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(secret))];

    private sealed record Link(ImmutableArray<byte> Secret, AccessScope Scope, long Made);
}
