namespace RunKit.Actors.Servers;

/// <summary>The answers of one server's actor.</summary>
internal sealed record ServerReplies(string Node, ServerName Server)
{
    public ServerProtocol.Executed Executed(CommandOutcome outcome) => new(Node, Server, outcome);

    public ServerProtocol.Executed Done() => Executed(new CommandOutcome.Completed([]));

    public ServerProtocol.Executed NotSent(string reason) => Executed(new CommandOutcome.NotSent(reason));

    public ServerProtocol.KillEnded KillEnded(KillOutcome outcome) => new(Node, Server, outcome);
}
