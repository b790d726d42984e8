using Akka.Event;

namespace RunKit.Actors.Creation;

/// <summary>Creates servers, of one name at most one at a time, so that two requests never make one server between them.</summary>
internal sealed class ServerCreator : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<ServerName> _underWay = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly IServerLauncher _launcher;
    private readonly PlaneSettings _settings;

    public ServerCreator(IServerLauncher launcher, PlaneSettings settings)
    {
        (_launcher, _settings) = (launcher, settings);
        Receive<CreationProtocol.CreateServer>(OnCreate);
        Receive<Ended>(OnEnded);
    }

    public static Props Props(IServerLauncher launcher, PlaneSettings settings) =>
        Akka.Actor.Props.Create(() => new ServerCreator(launcher, settings));

    // What is under way is given up in an orderly way: no server of it comes up behind a node that has stopped.
    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    private void OnCreate(CreationProtocol.CreateServer create)
    {
        if (create.AuditedFor is null)
        {
            _log.Warning("audit new server={0} by={1}", create.Request.Server, Sender.Path);
        }

        if (!_underWay.Add(create.Request.Server))
        {
            Sender.Tell(Created(create, new CreateOutcome.NotCreated($"a server named {create.Request.Server} is being started right now")));
            return;
        }

        var caller = Sender;
        CreateAsync(_launcher, create.Request, _stopping.Token).PipeTo(
            Self,
            Self,
            outcome => new Ended(create, outcome, caller),
            cause => new Ended(create, new CreateOutcome.NotCreated(cause.Message), caller));
    }

    // Whatever goes wrong ends this creation and not this actor: it would forget the others.
    private static async Task<CreateOutcome> CreateAsync(IServerLauncher launcher, NewServer request, CancellationToken stopping) =>
        await launcher.LaunchAsync(request, stopping).ConfigureAwait(false);

    private void OnEnded(Ended ended)
    {
        _underWay.Remove(ended.Create.Request.Server);
        ended.Caller.Tell(Created(ended.Create, ended.Outcome));
    }

    private CreationProtocol.ServerCreated Created(CreationProtocol.CreateServer create, CreateOutcome outcome) =>
        new(_settings.Node, create.Request.Server, outcome);

    private sealed record Ended(CreationProtocol.CreateServer Create, CreateOutcome Outcome, IActorRef Caller) : INoSerializationVerificationNeeded;
}
