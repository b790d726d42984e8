using System.Globalization;

namespace RunKit.Tmux.Peer;

/// <summary>Which servers <see cref="PeerGreeting"/> and <see cref="PeerReader"/> understand.</summary>
public static class PeerProtocol
{
    private static readonly Version First = new(3, 2);
    private static readonly Version FirstThatDiffers = new(3, 6);

    /// <param name="version">A release, such as <c>3.3a</c>; null when it is not known. What is no release is not understood.</param>
    public static bool IsSpokenBy(string? version)
    {
        var number = version is [.. var digits, >= 'a' and <= 'z'] ? digits : version;
        return number?.Split('.') is [var major, var minor]
            && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            && new Version(first, second) is var release
            && release >= First
            && release < FirstThatDiffers;
    }
}
