using System.Runtime.CompilerServices;
using RunKit.Actors.Births;
using RunKit.Actors.Servers;

namespace RunKit.Actors.Plane;

/// <summary>The plane behind a <see cref="RunKitSupervisor"/>, wherever that stands.</summary>
/// <param name="supervisor">Finds the supervisor; a caller that is quicker than the start of its host waits here.</param>
/// <param name="settings">The settings that it was started with.</param>
public sealed class ActorControlPlane(Func<CancellationToken, Task<IActorRef>> supervisor, PlaneSettings settings) : IControlPlane
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BirthLimit = TimeSpan.FromSeconds(30);

    // A reader asks again by itself, so that one whose caller has gone is not kept for long.
    private static readonly TimeSpan EventWait = TimeSpan.FromSeconds(15);

    public string Node => settings.Node;

    // Null for callers that leave the audit to the actors.
    private string? Caller { get; init; }

    public IControlPlane For(string caller)
    {
        ArgumentException.ThrowIfNullOrEmpty(caller);
        return new ActorControlPlane(supervisor, settings) { Caller = caller };
    }

    public async Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken)
    {
        var servers = await AskAsync<PlaneProtocol.Servers>(new PlaneProtocol.GetServers(Node), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return servers.Views;
    }

    public async Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken) =>
        (await PageAsync(null, cancellationToken).ConfigureAwait(false)).Last;

    public async IAsyncEnumerable<PlaneEvent> ReadEventsAsync(
        EventId? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = after ?? await GetLastEventIdAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var page = await PageAsync(position, cancellationToken).ConfigureAwait(false);
            foreach (var happened in page.Events)
            {
                yield return happened;
            }

            position = page.Last;
        }
    }

    public async Task<BirthOutcome> NewAsync(NewServer request, CancellationToken cancellationToken)
    {
        var ended = await AskAsync<BirthProtocol.BirthEnded>(new BirthProtocol.Bear(Node, request, Caller), BirthLimit, cancellationToken).ConfigureAwait(false);
        return ended.Outcome;
    }

    public async Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var limit = settings.KillTimeout + settings.KillTimeout;
        var ended = await AskAsync<ServerProtocol.KillEnded>(new ServerProtocol.Kill(Node, server, options.Force, Caller), limit, cancellationToken).ConfigureAwait(false);
        return ended.Outcome;
    }

    public async Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken)
    {
        var read = await AskAsync<ServerProtocol.TreeRead>(new ServerProtocol.GetTree(Node, server), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return read.Outcome;
    }

    public Task<CommandOutcome> ExecuteAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CommandAsync(new ServerProtocol.Execute(Node, server, words, options), options.Timeout, cancellationToken);
    }

    public Task<CommandOutcome> ReleaseAsync(ServerName server, CancellationToken cancellationToken) =>
        CommandAsync(new ServerProtocol.Release(Node, server, Caller), null, cancellationToken);

    public Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken) =>
        CommandAsync(new ServerProtocol.Guard(Node, server), null, cancellationToken);

    private Task<PlaneProtocol.EventPage> PageAsync(EventId? after, CancellationToken cancellationToken) =>
        AskAsync<PlaneProtocol.EventPage>(new PlaneProtocol.GetEvents(Node, after, EventWait), EventWait + AnswerLimit, cancellationToken);

    private async Task<CommandOutcome> CommandAsync(object command, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var limit = (timeout ?? settings.CommandTimeout) + AnswerLimit;
        var executed = await AskAsync<ServerProtocol.Executed>(command, limit, cancellationToken).ConfigureAwait(false);
        return executed.Outcome;
    }

    private async Task<T> AskAsync<T>(object question, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var target = await supervisor(cancellationToken).ConfigureAwait(false);
            return await target.Ask<T>(question, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (AskTimeoutException e)
        {
            throw new TimeoutException($"the plane did not answer within {limit.TotalSeconds:0.#} s", e);
        }
    }
}
