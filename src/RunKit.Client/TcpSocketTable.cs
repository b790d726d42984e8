using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace RunKit.Client;

/// <summary>The TCP sockets of this machine: <c>/proc/net/tcp</c> and <c>/proc/net/tcp6</c>.</summary>
internal static class TcpSocketTable
{
    private const int GroupDigits = 8;
    private static readonly string[] Files = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <exception cref="IOException">The system does not list them.</exception>
    /// <exception cref="UnauthorizedAccessException">It does not let us read the list.</exception>
    public static ImmutableArray<TcpSocket> Read() => [.. Files.Where(File.Exists).SelectMany(file => Parse(File.ReadAllText(file)))];

    /// <summary>Reads one of the files; a line that is none of a socket counts for nothing.</summary>
    public static ImmutableArray<TcpSocket> Parse(string text) => [.. text.Split('\n').Select(ParseLine).OfType<TcpSocket>()];

    // "0: 0100007F:1BCD 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 4711 ...": number, ends, state, queues, timer, retries, user, timeout, inode.
    private static TcpSocket? ParseLine(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, var remote, var state, _, _, _, var user, _, var inode, ..]
        && EndPoint(local) is { } here
        && EndPoint(remote) is { } there
        && byte.TryParse(state, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
        && uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var owner)
        && ulong.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out var file)
            ? new TcpSocket(here, there, (TcpSocketState)number, owner, file)
            : null;

    private static IPEndPoint? EndPoint(string text) =>
        text.Split(':') is [{ Length: GroupDigits or (4 * GroupDigits) } address, var port]
        && Address(address) is { } parsed
        && ushort.TryParse(port, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? new IPEndPoint(parsed.MapToIPv6(), number)
            : null;

    // Groups of four bytes, each as this machine's processor has a number.
    private static IPAddress? Address(string digits)
    {
        var bytes = new byte[digits.Length / 2];
        for (var at = 0; at < bytes.Length; at += sizeof(uint))
        {
            if (!uint.TryParse(digits.AsSpan(at * 2, GroupDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group))
            {
                return null;
            }

            if (BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), group);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), group);
            }
        }

        return new IPAddress(bytes);
    }
}
