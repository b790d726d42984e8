namespace RunKit.Actors.Servers;

/// <summary>The answers of one server's actor.</summary>
internal sealed record ServerReplies(string Node, ServerName Server)
{
    public ServerProtocol.Executed Executed(CommandOutcome outcome) => new(Node, Server, outcome);

    /// <summary>It was done, or nothing was to be done.</summary>
    public ServerProtocol.Executed Done() => Executed(CommandOutcome.Completed.Of());

    public ServerProtocol.Executed NotSent(string reason) => Executed(new CommandOutcome.NotSent(reason));

    public ServerProtocol.KillEnded KillEnded(KillOutcome outcome) => new(Node, Server, outcome);
}
