using System.Buffers;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Protocol;

/// <summary>What the client of an attached terminal says to its server.</summary>
public static class TerminalMessages
{
    /// <summary>The terminal has another size.</summary>
    public static ReadOnlyMemory<byte> Resize { get; } = Of(MessageType.Resize);

    /// <summary>The client disconnects.</summary>
    public static ReadOnlyMemory<byte> Exiting { get; } = Of(MessageType.Exiting);

    /// <summary>The terminal is locked no longer.</summary>
    public static ReadOnlyMemory<byte> Unlock { get; } = Of(MessageType.Unlock);

    /// <summary>The client goes on.</summary>
    public static ReadOnlyMemory<byte> WakeUp { get; } = Of(MessageType.WakeUp);

    /// <summary>
    /// Who the client is and what it attaches to, in order. With the one that <see cref="TerminalMessage.CarriesTerminal"/> goes the terminal's
    /// descriptor, in one system call.
    /// </summary>
    /// <param name="process">The pid to be known by.</param>
    /// <param name="directory">Where new panes begin, unless told otherwise.</param>
    /// <param name="tty">The terminal's path.</param>
    /// <param name="environment">Variables as <c>NAME=VALUE</c>.</param>
    /// <param name="from36">The server is of 3.6 or later, which marks a descriptor in another place.</param>
    /// <param name="request">What is attached.</param>
    public static IEnumerable<TerminalMessage> Introduction(
        int process, string directory, string tty, IEnumerable<string> environment, bool from36, AttachRequest request)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(request);
        var first = new ArrayBufferWriter<byte>();
        ClientMessages.Write(first, MessageType.IdentifyFlags, BitConverter.GetBytes(ClientMessages.Utf8));
        ClientMessages.WriteText(first, MessageType.IdentifyTerminal, TerminalCapabilities.Name);
        ClientMessages.Write(first, MessageType.IdentifyFeatures, [0], default);
        ClientMessages.WriteText(first, MessageType.IdentifyTtyName, tty);
        ClientMessages.WriteText(first, MessageType.IdentifyDirectory, ClientMessages.FitsAsText(directory) ? directory : "/");
        foreach (var capability in TerminalCapabilities.All)
        {
            ClientMessages.WriteText(first, MessageType.IdentifyCapability, capability);
        }

        var last = new ArrayBufferWriter<byte>();
        ClientMessages.Write(last, MessageType.IdentifyProcess, [process], default);
        foreach (var variable in environment.Where(ClientMessages.FitsAsText))
        {
            ClientMessages.WriteText(last, MessageType.IdentifyEnvironment, variable);
        }

        ClientMessages.Write(last, MessageType.IdentifyDone, ReadOnlySpan<byte>.Empty);
        var attach = Attach(request);
        ClientMessages.WriteCommand(last, attach.Words.Length, attach.Arguments.AsSpan());
        return
        [
            new TerminalMessage(first.WrittenMemory, CarriesTerminal: false),
            new TerminalMessage(WithDescriptor(MessageType.IdentifyStandardInput, from36), CarriesTerminal: true),
            new TerminalMessage(WithDescriptor(MessageType.IdentifyStandardOutput, from36), CarriesTerminal: true),
            new TerminalMessage(last.WrittenMemory, CarriesTerminal: false),
        ];
    }

    /// <summary>Whether a release marks descriptors as 3.6 does.</summary>
    /// <param name="version">What the server says its version is; null when that is not known.</param>
    public static bool IsFrom36(string? version)
    {
        var digits = new string([.. (version ?? "").Replace("next-", "", StringComparison.Ordinal).TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        return version == "master"
            || (version?.StartsWith("openbsd", StringComparison.Ordinal) ?? false)
            || (Version.TryParse(digits, out var parsed) && parsed >= new Version(3, 6));
    }

    // -E leaves the session's environment as it is: with ours, what the user's agents and displays need would be taken out of it.
    private static TmuxCommandLine Attach(AttachRequest request)
    {
        string[] flags = [.. request.ReadOnly ? ["read-only"] : Array.Empty<string>(), .. request.IgnoreSize ? ["ignore-size"] : Array.Empty<string>()];
        return TmuxCommandLine.Of(
            "attach-session", ["-E", .. flags.Length > 0 ? ["-f", string.Join(',', flags)] : Array.Empty<TmuxArgument>(), "-t", request.Target]);
    }

    private static byte[] WithDescriptor(MessageType type, bool from36)
    {
        var bytes = Of(type).ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(MessageFrame.LengthOffset), (uint)bytes.Length | MessageFrame.DescriptorMark(from36));
        return bytes;
    }

    private static ReadOnlyMemory<byte> Of(MessageType type)
    {
        var to = new ArrayBufferWriter<byte>();
        ClientMessages.Write(to, type, ReadOnlySpan<byte>.Empty);
        return to.WrittenMemory;
    }
}

/// <summary>Bytes for a server.</summary>
/// <param name="Bytes">One message or several.</param>
/// <param name="CarriesTerminal">The terminal's descriptor goes with them.</param>
public readonly record struct TerminalMessage(ReadOnlyMemory<byte> Bytes, bool CarriesTerminal);
