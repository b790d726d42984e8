using System.Text;
using Akka.Configuration;

namespace RunKit.Hosting.Configuration;

/// <summary>
/// Finds the key that is meant by a .NET spelling of it: <c>SocketDir</c>, <c>Dial:HandshakeTimeout</c> and <c>SOCKETDIR</c> are
/// <c>runkit.socket-dir</c>, <c>runkit.dial.handshake-timeout</c> and <c>runkit.socket-dir</c>.
/// </summary>
internal sealed class SettingNames
{
    // Empty in JSON, a list arrives as an empty text, which is no list in HOCON.
    private static readonly string[] Lists = ["runkit.servers.include", "runkit.servers.exclude", "runkit.http.hosts", "runkit.http.origins", "runkit.notify.on", "runkit.notify.exec"];

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <param name="reference">The reference configuration.</param>
    public SettingNames(Config reference)
    {
        foreach (var key in KnownKeys.Of(reference))
        {
            _known.Add(Squeezed(key), key);
        }
    }

    /// <summary>The key in HOCON's spelling.</summary>
    /// <exception cref="RunKitConfigurationException">Nobody knows it.</exception>
    public string KeyOf(string spelled)
    {
        var path = spelled.Replace(':', '.');
        path = path.StartsWith($"{KnownKeys.Root}.", StringComparison.OrdinalIgnoreCase) ? path[(KnownKeys.Root.Length + 1)..] : path;
        path = $"{KnownKeys.Root}.{path}";
        return _known.GetValueOrDefault(Squeezed(path)) ?? throw KnownKeys.Unknown(Kebab(path), _known.Values);
    }

    /// <summary>Whether the value of a key is a list.</summary>
    public static bool IsList(string key) => Lists.Contains(key, StringComparer.Ordinal);

    private static string Squeezed(string path) => string.Concat(path.Where(c => c is not ('-' or '_'))).ToLowerInvariant();

    private static string Kebab(string path)
    {
        var text = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(path[i]) && char.IsAsciiLetterLower(path[i - 1]))
            {
                text.Append('-');
            }

            text.Append(path[i] == '_' ? '-' : char.ToLowerInvariant(path[i]));
        }

        return text.ToString();
    }
}
