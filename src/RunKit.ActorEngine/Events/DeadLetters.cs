using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that nobody handled, in whatever way.</summary>
public abstract class AllDeadLetters
{
    private protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Who sent it; dead letters when nobody did.</summary>
    public IActorRef Sender { get; }

    /// <summary>Whom it was meant for.</summary>
    public IActorRef Recipient { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message whose recipient has stopped or never was.</summary>
public sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>A dead letter that is no cause for concern.</summary>
public sealed class SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);

/// <summary>A message that its recipient did not handle.</summary>
public sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>Marks messages whose loss is no cause for concern.</summary>
public interface IDeadLetterSuppression;

/// <summary>Logs dead letters at Info: the first few, then silence for a while.</summary>
internal sealed class DeadLetterListener : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly int _limit;
    private readonly TimeSpan _silence;
    private int _count;
    private long _mutedAt;
    private bool _muted;

    public DeadLetterListener(int limit, TimeSpan silence)
    {
        _limit = limit;
        _silence = silence;
        Receive<DeadLetter>(OnDeadLetter);
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    private void OnDeadLetter(DeadLetter letter)
    {
        if (_muted && TimeProvider.System.GetElapsedTime(_mutedAt) < _silence)
        {
            _count++;
            return;
        }

        if (_muted)
        {
            _log.Info("{0} dead letters were not logged in the meantime.", _count - _limit);
            _muted = false;
            _count = 0;
        }

        _count++;
        _muted = _count >= _limit;
        _mutedAt = TimeProvider.System.GetTimestamp();
        _log.Info(
            "Message [{0}] from {1} to {2} was not delivered: dead letter {3}{4}. Set akka.log-dead-letters to change what is logged.",
            letter.Message.GetType().Name, letter.Sender, letter.Recipient, _count, _muted ? $", no more for {_silence}" : "");
    }
}
