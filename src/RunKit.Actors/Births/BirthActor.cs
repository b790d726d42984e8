using Akka.Event;

namespace RunKit.Actors.Births;

/// <summary>Sees to it that of one name at most one birth is under way, so that two never make one server between them.</summary>
internal sealed class BirthActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<ServerName> _underWay = [];
    private readonly IServerBirth _birth;
    private readonly PlaneSettings _settings;

    public BirthActor(IServerBirth birth, PlaneSettings settings)
    {
        (_birth, _settings) = (birth, settings);
        Receive<BirthProtocol.Bear>(OnBear);
        Receive<BirthProtocol.Delivered>(OnDelivered);
    }

    public static Props Props(IServerBirth birth, PlaneSettings settings) =>
        Akka.Actor.Props.Create(() => new BirthActor(birth, settings));

    private void OnBear(BirthProtocol.Bear bear)
    {
        if (bear.AuditedFor is null)
        {
            _log.Warning("audit new server={0} by={1}", bear.Request.Server, Sender.Path);
        }

        if (!_underWay.Add(bear.Request.Server))
        {
            Sender.Tell(Ended(bear, new BirthOutcome.NotBorn($"a server named {bear.Request.Server} is being started right now")));
            return;
        }

        var caller = Sender;
        BearAsync(_birth, bear.Request).PipeTo(
            Self,
            Self,
            outcome => new BirthProtocol.Delivered(bear, outcome, caller),
            cause => new BirthProtocol.Delivered(bear, new BirthOutcome.NotBorn(cause.Message), caller));
    }

    // Whatever goes wrong is this birth's end and not this actor's: it would forget the others.
    private static async Task<BirthOutcome> BearAsync(IServerBirth birth, NewServer request) =>
        await birth.BearAsync(request, CancellationToken.None).ConfigureAwait(false);

    private void OnDelivered(BirthProtocol.Delivered delivered)
    {
        _underWay.Remove(delivered.Bear.Request.Server);
        delivered.Caller.Tell(Ended(delivered.Bear, delivered.Outcome));
    }

    private BirthProtocol.BirthEnded Ended(BirthProtocol.Bear bear, BirthOutcome outcome) =>
        new(_settings.Node, bear.Request.Server, outcome);
}
