using System.Globalization;
using System.Net;
using RunKit.ControlPlane;

namespace RunKit.Hosting.Configuration;

/// <summary>Reads <c>runkit.http</c>, <c>runkit.audit</c> and <c>runkit.cluster</c>.</summary>
internal static class HttpReader
{
    private const string ListenKey = "runkit.http.listen";

    private const int LeastBody = 1024;
    private const int MostStreams = 100_000;
    private const int MostConnections = 1_000_000;
    private const int LeastAudit = 4096;
    private const int MostKept = 1000;
    private const int MostBody = 64 * 1024 * 1024;

    private const string LoopbackOnly =
        "a loopback address, because nothing encrypts what is said there, tokens included (ssh -L or a proxy with TLS leads to it), "
        + "or any address with runkit.http.allow-remote-without-tls = on";

    /// <exception cref="RunKitConfigurationException">A value does not fit.</exception>
    public static HttpSettings Read(ConfigReader read)
    {
        var listen = Listen(read);
        var anywhere = read.OneOf("runkit.http.allow-remote-without-tls", ("on", true), ("off", false), ("true", true), ("false", false));
        read.Require(ListenKey, listen is null || anywhere || IPAddress.IsLoopback(listen.Address), LoopbackOnly);
        var tokens = read.Text("runkit.http.token-file");
        read.Require("runkit.http.token-file", tokens.Length == 0 || Path.IsPathRooted(tokens), "an absolute path");
        var hosts = read.Texts("runkit.http.hosts", IsHost, "names and addresses without a port");
        var origins = read.Texts("runkit.http.origins", IsOrigin, "origins such as https://dash.example:8443");
        return new HttpSettings(
            listen,
            tokens,
            hosts,
            origins,
            read.Number("runkit.http.max-body-bytes", LeastBody, MostBody),
            read.Number("runkit.http.max-streams", 1, MostStreams),
            read.Number("runkit.http.max-connections", 1, MostConnections),
            read.Number("runkit.http.max-local-connections", 1, MostConnections));
    }

    /// <summary>Reads <c>runkit.audit</c>.</summary>
    /// <exception cref="RunKitConfigurationException">A value does not fit.</exception>
    public static AuditSettings ReadAudit(ConfigReader read)
    {
        var file = read.Text("runkit.audit.file");
        read.Require("runkit.audit.file", file.Length == 0 || Path.IsPathRooted(file), "an absolute path");
        return new AuditSettings(file, read.Number("runkit.audit.max-bytes", LeastAudit, int.MaxValue), read.Number("runkit.audit.keep", 1, MostKept));
    }

    /// <summary>Reads <c>runkit.cluster</c>.</summary>
    /// <exception cref="RunKitConfigurationException">A value does not fit.</exception>
    public static ClusterSettings ReadCluster(ConfigReader read)
    {
        var directory = read.Text("runkit.cluster.directory");
        read.Require("runkit.cluster.directory", directory.Length == 0 || Path.IsPathRooted(directory), "an absolute path");
        return new ClusterSettings(
            directory,
            read.OneOf("runkit.cluster.grant", ("read", AccessScope.Read), ("input", AccessScope.Input), ("manage", AccessScope.Manage), ("admin", AccessScope.Admin)));
    }

    // A port alone is a port of this machine; an address alone says no port, and a name would say one address today and another tomorrow.
    private static IPEndPoint? Listen(ConfigReader read)
    {
        var text = read.Text(ListenKey);
        if (text.Length == 0)
        {
            return null;
        }

        var colon = text.LastIndexOf(':');
        var (host, port) = colon < 0 ? ("127.0.0.1", text) : (text[..colon], text[(colon + 1)..]);
        var address = host switch
        {
            "localhost" => IPAddress.Loopback,
            ['[', .. var inner, ']'] => IPAddress.TryParse(inner, out var six) ? six : null,
            _ => !host.Contains(':') && host.Count(c => c == '.') == 3 && IPAddress.TryParse(host, out var four) ? four : null,
        };
        var fits = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && address is not null;
        read.Require(ListenKey, fits, "ADDRESS:PORT such as 127.0.0.1:7117 or [::1]:7117, or a port of 127.0.0.1 alone");
        return new IPEndPoint(address!, number);
    }

    private static bool IsHost(string text) => Uri.CheckHostName(text.Trim('[', ']')) != UriHostNameType.Unknown;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && text == uri.GetLeftPart(UriPartial.Authority);
}
