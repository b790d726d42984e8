using Akka.Event;
using RunKit.ControlPlane.Agents;

namespace RunKit.Actors.Notices;

/// <summary>What a <see cref="NoticesActor"/> is told and asked.</summary>
public static class NoticesProtocol
{
    /// <summary>Send a notice for a test by every channel. Answered with <see cref="Tested"/>.</summary>
    public sealed record Test(string Node);

    public sealed record Tested(string Node, ImmutableArray<NoticeResult> Results) : IDeadLetterSuppression;

    /// <summary>A channel is to send this.</summary>
    internal sealed record Send(ReadOnlyMemory<byte> Notice) : INoSerializationVerificationNeeded;

    /// <summary>A channel is to send this at once, and to say what became of it.</summary>
    internal sealed record SendTest(ReadOnlyMemory<byte> Notice) : INoSerializationVerificationNeeded;
}
