using System.Text;

namespace RunKit.Tmux.Peer;

/// <summary>
/// What a client in control mode says to its server, in the order in which to send it: four parts, of which the first two each take
/// one descriptor along. The server learns that this is a control client in the same part, and so in the same turn, as that it has heard
/// everything: a notification that falls between the two crashes tmux before 3.7 (#4980), and the tmux client leaves that gap.
/// </summary>
/// <param name="Input">Takes along what the server is to read commands from.</param>
/// <param name="Output">Takes along what the server is to write control mode to.</param>
/// <param name="Rest">Its pid and its environment.</param>
/// <param name="End">That it is a control client, and what it begins with: short enough for the kernel to keep in one piece.</param>
public sealed record PeerGreeting(ImmutableArray<byte> Input, ImmutableArray<byte> Output, ImmutableArray<byte> Rest, ImmutableArray<byte> End)
{
    private const int ProtocolVersion = 8;
    private const int TakesDescriptor = 1;
    private const int NoProcess = -1;

    // CLIENT_CONTROL and CLIENT_UTF8 of tmux.h, which `tmux -C -u` sets. That a client may not start a server is for the client to know.
    private const long Flags = 0x2000 | 0x10000;

    /// <param name="process">The pid to be known by.</param>
    /// <param name="directory">Where new panes begin, unless told otherwise.</param>
    /// <param name="environment">Variables as <c>NAME=VALUE</c>; one that is too long for a message is left out, as tmux does.</param>
    /// <param name="words">The commands to begin with, as they would stand in an argument vector; one word or more.</param>
    /// <returns>Null when the words are too long for a message.</returns>
    public static PeerGreeting? Of(int process, string directory, IEnumerable<string> environment, ImmutableArray<string> words)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (words.IsDefaultOrEmpty)
        {
            // A server takes no words for new-session.
            throw new ArgumentException("there is no command", nameof(words));
        }

        byte[] command = [.. Integer(words.Length), .. words.SelectMany(Text)];
        if (command.Length > PeerReader.GreatestLength - PeerReader.HeaderLength)
        {
            return null;
        }

        return new PeerGreeting(
            [
                .. Message(PeerMessageType.IdentifyTerminal, Text("")),
                .. Message(PeerMessageType.IdentifyFeatures, Integer(0)),
                .. Message(PeerMessageType.IdentifyTtyName, Text("")),
                .. Message(PeerMessageType.IdentifyDirectory, Text(directory)),
                .. Message(PeerMessageType.IdentifyInput, [], TakesDescriptor),
            ],
            [.. Message(PeerMessageType.IdentifyOutput, [], TakesDescriptor)],
            [
                .. Message(PeerMessageType.IdentifyProcess, Integer(process)),
                .. environment.Select(Text).Where(Fits).SelectMany(variable => Message(PeerMessageType.IdentifyEnvironment, variable)),
            ],
            [
                .. Message(PeerMessageType.IdentifyFlags, BitConverter.GetBytes(Flags)),
                .. Message(PeerMessageType.IdentifyDone, []),
                .. Message(PeerMessageType.Command, command),
            ]);
    }

    private static bool Fits(byte[] payload) => payload.Length <= PeerReader.GreatestLength - PeerReader.HeaderLength;

    // As in an argument vector, a text ends at its first NUL.
    private static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text.Split('\0')[0]), 0];

    private static byte[] Integer(int value) => BitConverter.GetBytes(value);

    internal static byte[] Message(PeerMessageType type, byte[] payload, int marks = 0)
    {
        var length = (ushort)(PeerReader.HeaderLength + payload.Length);
        return
        [
            .. Integer((int)type),
            .. BitConverter.GetBytes(length),
            .. BitConverter.GetBytes((ushort)marks),
            .. Integer(ProtocolVersion),
            .. Integer(NoProcess),
            .. payload,
        ];
    }
}
