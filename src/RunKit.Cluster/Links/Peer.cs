using System.Security.Cryptography;
using System.Text.Json;

namespace RunKit.Cluster.Links;

/// <summary>What is known of one node at one address. The link's actor owns it.</summary>
internal sealed class Peer(string address)
{
    private byte[]? _sendKey;
    private string _sendNonce = "";
    private long _sent;
    private byte[]? _receiveKey;
    private string _receiveNonce = "";
    private long _received;

    public string Address { get; } = address;

    /// <summary>The name that its certificate proves; null until then.</summary>
    public string? Name { get; private set; }

    /// <summary>Its certificate's serial number.</summary>
    public string Serial { get; private set; } = "";

    /// <summary>Which start of it has been recognised.</summary>
    public long Incarnation { get; private set; }

    /// <summary>The nonce of the last hello that was said to it; null when that was answered.</summary>
    public string? Asked { get; set; }

    /// <summary>The incarnation that is a member; null when none is.</summary>
    public long? Member { get; set; }

    /// <summary>The failure detector hears of it.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>Both have recognised each other.</summary>
    public bool IsLinked => _sendKey is not null && _receiveKey is not null;

    /// <summary>It has said hello, and can be spoken to.</summary>
    public bool HasKeyToSpeak => _sendKey is not null;

    /// <summary>It has proved who it is.</summary>
    public bool IsRecognised => _receiveKey is not null;

    /// <summary>It said hello: from now on what is said to it is said with this key.</summary>
    public void MaySend(string name, string nonce, byte[] key) => (Name, _sendNonce, _sendKey, _sent) = (name, nonce, key, 0);

    /// <summary>It has answered a hello: what it says with this key is its own.</summary>
    public void Recognise(string name, long incarnation, string serial, string nonce, byte[] key) =>
        (Name, Incarnation, Serial, _receiveNonce, _receiveKey, _received) = (name, incarnation, serial, nonce, key, 0);

    /// <summary>Nothing that it says counts, until it has proved again who it is.</summary>
    public void Forget() => (_sendKey, _receiveKey, Incarnation, Asked) = (null, null, 0, null);

    public SealedMessage Seal(string from, NodeMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Default.NodeMessage);
        var sequence = ++_sent;
        return new SealedMessage(from, _sendNonce, sequence, body, Recognition.CodeOf(_sendKey!, sequence, body));
    }

    /// <summary>Opens what it says; null when it is not its own, was said before, or cannot be read.</summary>
    /// <param name="isStrange">It was said with a key that is not known here.</param>
    public NodeMessage? Open(SealedMessage message, out bool isStrange)
    {
        isStrange = _receiveKey is null || message.Nonce != _receiveNonce;
        if (isStrange || message.Sequence <= _received
            || !CryptographicOperations.FixedTimeEquals(Recognition.CodeOf(_receiveKey!, message.Sequence, message.Body), message.Code))
        {
            return null;
        }

        _received = message.Sequence;
        try
        {
            return JsonSerializer.Deserialize(message.Body, WireJson.Default.NodeMessage);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
