using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Serialization;

namespace RunKit.Cluster.Links;

/// <summary>
/// Writes and reads what travels between nodes. A name of three stands for each record; no type is ever looked up by a name that came from
/// outside, and what has another name is refused.
/// </summary>
internal sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>More than any message has, and less than a frame.</summary>
    public const int Most = 120_000;

    private const int Id = 7117;
    private const string HelloName = "h";
    private const string AnswerName = "a";
    private const string SealedName = "s";

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        Hello => HelloName,
        HelloAnswer => AnswerName,
        SealedMessage => SealedName,
        _ => throw Refused(o?.GetType().Name),
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        Hello hello => JsonSerializer.SerializeToUtf8Bytes(hello, WireJson.Default.Hello),
        HelloAnswer answer => JsonSerializer.SerializeToUtf8Bytes(answer, WireJson.Default.HelloAnswer),
        SealedMessage message => JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Default.SealedMessage),
        _ => throw Refused(obj?.GetType().Name),
    };

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length > Most)
        {
            throw new SerializationException($"a message of {bytes.Length} bytes is too large");
        }

        try
        {
            object? record = manifest switch
            {
                HelloName => JsonSerializer.Deserialize(bytes, WireJson.Default.Hello),
                AnswerName => JsonSerializer.Deserialize(bytes, WireJson.Default.HelloAnswer),
                SealedName => JsonSerializer.Deserialize(bytes, WireJson.Default.SealedMessage),
                _ => throw Refused(manifest),
            };
            return record ?? throw new SerializationException("a message is null");
        }
        catch (JsonException e)
        {
            throw new SerializationException("a message cannot be read", e);
        }
    }

    private static SerializationException Refused(string? what) => new($"'{what}' does not travel between nodes");
}
