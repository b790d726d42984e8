using Akka.Event;

namespace RunKit.Actors.Servers;

/// <summary>What a <see cref="ServerActor"/> and the actor of its connection say to each other; commands pass through as they are.</summary>
internal static class ConnectionProtocol
{
    /// <summary>Somebody has asked for the state.</summary>
    internal sealed record Looked : INoSerializationVerificationNeeded;

    /// <summary>Whether events are read.</summary>
    internal sealed record Followed(bool ByAnybody) : INoSerializationVerificationNeeded;

    /// <summary>Release the server on behalf of <paramref name="Caller"/>, with <paramref name="Force"/> also where that ends it.</summary>
    internal sealed record Release(IActorRef Caller, bool Force) : INoSerializationVerificationNeeded;

    /// <summary>Look whether the guard stands, and answer <paramref name="Caller"/>.</summary>
    internal sealed record Guard(IActorRef Caller) : INoSerializationVerificationNeeded;

    /// <summary>Close the connection and stop.</summary>
    internal sealed record Close : INoSerializationVerificationNeeded;

    /// <summary>The server was listed, which shows too that it answers.</summary>
    internal sealed record Listed(ServerState State, ImmutableArray<ServerEvent> Events) : INoSerializationVerificationNeeded;

    /// <summary>A listing is not answered in time.</summary>
    internal sealed record Unanswered(string Detail) : INoSerializationVerificationNeeded;

    /// <summary>A release has come to its end.</summary>
    internal sealed record Released(CommandOutcome Outcome, IActorRef Caller) : INoSerializationVerificationNeeded;

    /// <summary>The connection has ended; who has closed it does not wait for this.</summary>
    internal sealed record Closed(ConnectionEnd End) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
