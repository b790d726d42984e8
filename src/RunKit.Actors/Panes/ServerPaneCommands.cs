using System.Runtime.InteropServices;
using RunKit.Actors.Servers;

namespace RunKit.Actors.Panes;

/// <summary>Command lines by way of a server's actor, in its lanes.</summary>
internal sealed class ServerPaneCommands(IActorRef serverActor, string node, ServerName server, string caller) : IPaneCommands
{
    // What a command waits for its turn.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    public async Task<CommandOutcome> RunAsync(TmuxCommandLine line, ReadOnlyMemory<byte>? input, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(line);
        var options = new CommandOptions(caller, deadline) { Input = input is { } bytes ? ImmutableCollectionsMarshal.AsImmutableArray(bytes.ToArray()) : null };
        try
        {
            var executed = await serverActor.Ask<ServerProtocol.Executed>(
                new ServerProtocol.Execute(node, server, line.Words, options), deadline + Margin, cancellationToken).ConfigureAwait(false);
            return executed.Outcome;
        }
        catch (AskTimeoutException)
        {
            return new CommandOutcome.Unknown($"{server} did not answer within {deadline.TotalSeconds:0.#} s");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new CommandOutcome.Unknown("it was given up in the middle");
        }
    }
}
