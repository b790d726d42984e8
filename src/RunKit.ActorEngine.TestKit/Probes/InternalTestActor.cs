using Akka.Actor;

namespace Akka.TestKit;

/// <summary>The actor behind a TestKit or a probe: it queues what it receives for the test, and watches and spawns on the test's behalf.</summary>
internal sealed class InternalTestActor(ReceivedMessages received) : ActorBase
{
    private Func<object, bool>? _ignore;
    private AutoPilot _autoPilot = AutoPilot.NoAutoPilot;

    internal sealed record SetIgnore(Func<object, bool>? Ignore) : INoSerializationVerificationNeeded;
    internal sealed record SetAutoPilot(AutoPilot AutoPilot) : INoSerializationVerificationNeeded;
    internal sealed record WatchSubject(IActorRef Subject, bool Watch, TaskCompletionSource Done) : INoSerializationVerificationNeeded;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case SetIgnore set:
                _ignore = set.Ignore;
                break;
            case SetAutoPilot set:
                _autoPilot = set.AutoPilot;
                break;
            case WatchSubject { Watch: true } watch:
                Context.Watch(watch.Subject);
                watch.Done.SetResult();
                break;
            case WatchSubject unwatch:
                Context.Unwatch(unwatch.Subject);
                unwatch.Done.SetResult();
                break;
            default:
                var next = _autoPilot.Run(Sender, message);
                _autoPilot = next is KeepRunning ? _autoPilot : next;
                if (_ignore is null || !_ignore(message))
                    received.Add(new ReceivedMessage(message, Sender));
                break;
        }

        return true;
    }
}
