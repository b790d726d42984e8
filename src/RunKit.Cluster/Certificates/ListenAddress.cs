using System.Globalization;

namespace RunKit.Cluster.Certificates;

/// <summary>HOST:PORT, as a node is found by the others.</summary>
internal static class ListenAddress
{
    private const int LongestName = 63;

    /// <summary>Host and port; null when it is none.</summary>
    public static (string Host, int Port)? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return null;
        }

        var host = text[..colon].Trim('[', ']');
        return host is not ("0.0.0.0" or "::" or "*") && Uri.CheckHostName(host) != UriHostNameType.Unknown ? (host, port) : null;
    }

    /// <summary>Why the others could not find a node there, in one line; null when they could.</summary>
    public static string? Problem(string text) => Parse(text) is null
        ? $"'{text}' is no address that the other nodes could find this one by: give HOST:PORT, such as 192.0.2.7:7118"
        : null;

    /// <summary>Why a node cannot be called so, in one line; null when it can.</summary>
    public static string? NameProblem(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            ? null
            : $"a node's name has letters, digits, '-', '.' and '_', begins with a letter or digit and has at most {LongestName}: not '{name}'";
}
