using System.Runtime.CompilerServices;

namespace Akka.Actor;

/// <summary>Handlers in order of registration.</summary>
internal sealed class HandlerTable(ActorCell? cell = null)
{
    private Handler[] _handlers = [];
    private int _count;
    private bool _catchesAll;

    public void Add(Handling handling, Delegate callback, Delegate? predicate, bool catchesAll)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (_catchesAll)
            throw new InvalidOperationException("No handler can follow one that catches all messages: it would never be reached.");

        if (_count == _handlers.Length)
            Array.Resize(ref _handlers, _count == 0 ? 2 : _count * 2);
        _handlers[_count++] = new Handler(handling, callback, predicate);
        _catchesAll = catchesAll;
    }

    public void Trim()
    {
        if (_count < _handlers.Length)
            Array.Resize(ref _handlers, _count);
    }

    public bool Handle(object message) => Handle(message, cell!);

    public bool Handle(object message, ActorCell runner)
    {
        var handlers = _handlers;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var handler = ref handlers[i];
            if (handler.Handling.TryHandle(in handler, message, runner))
                return true;
        }

        return false;
    }
}

internal readonly struct Handler(Handling handling, Delegate callback, Delegate? predicate)
{
    public readonly Handling Handling = handling;
    public readonly Delegate Callback = callback;
    public readonly Delegate? Predicate = predicate;

    // The handling that goes with these delegates knows their types; the casts need no check. Most messages are of exactly the type that
    // their handler names, which is quicker to see than that they are of some subtype.
    public bool Matches<T>(object message, out T typed)
    {
        if (message.GetType() != typeof(T) && message is not T)
        {
            typed = default!;
            return false;
        }

        typed = typeof(T).IsValueType ? (T)message : Unsafe.As<object, T>(ref message);
        return Predicate is null || Unsafe.As<Predicate<T>>(Predicate)(typed);
    }
}

/// <summary>How a kind of handler is called; one instance per message type, shared by all actors.</summary>
internal abstract class Handling
{
    public abstract bool TryHandle(in Handler handler, object message, ActorCell cell);
}

internal sealed class SyncHandling<T> : Handling
{
    public static readonly SyncHandling<T> Instance = new();

    public override bool TryHandle(in Handler handler, object message, ActorCell cell)
    {
        if (!handler.Matches<T>(message, out var typed))
            return false;

        Unsafe.As<Action<T>>(handler.Callback)(typed);
        return true;
    }
}

internal sealed class TryHandling<T> : Handling
{
    public static readonly TryHandling<T> Instance = new();

    public override bool TryHandle(in Handler handler, object message, ActorCell cell) =>
        message is T typed && Unsafe.As<Func<T, bool>>(handler.Callback)(typed);
}

internal sealed class AsyncHandling<T> : Handling
{
    public static readonly AsyncHandling<T> Instance = new();

    public override bool TryHandle(in Handler handler, object message, ActorCell cell)
    {
        if (!handler.Matches<T>(message, out var typed))
            return false;

        cell.RunAsync(Unsafe.As<Func<T, Task>>(handler.Callback), typed);
        return true;
    }
}
