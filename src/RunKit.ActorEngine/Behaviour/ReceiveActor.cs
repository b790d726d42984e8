namespace Akka.Actor;

/// <summary>
/// An actor whose behaviours are lists of typed handlers, registered in the constructor and in <c>Become</c>. The first that matches, in
/// order of registration, handles the message.
/// </summary>
public abstract class ReceiveActor : UntypedActor
{
    private readonly HandlerTable _initial = new();
    private HandlerTable? _open;

    /// <summary>Opens the initial behaviour for registration.</summary>
    protected ReceiveActor() => _open = _initial;

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        if (!_initial.Handle(message, Cell))
            Unhandled(message);
    }

    /// <summary>Handles every <typeparamref name="T"/>, or those that <paramref name="shouldHandle"/> lets through.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Open.Add(SyncHandling<T>.Instance, handler, shouldHandle, CatchesAll<T>(shouldHandle));

    /// <summary>Handles those <typeparamref name="T"/> that <paramref name="shouldHandle"/> lets through.</summary>
    protected void Receive<T>(Predicate<T>? shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Handles the <typeparamref name="T"/> for which it returns true; others go on to the next handler.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Open.Add(TryHandling<T>.Instance, handler, null, catchesAll: false);

    /// <summary>Handles asynchronously: no other message of a user is taken until the task completes.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Open.Add(AsyncHandling<T>.Instance, handler, shouldHandle, CatchesAll<T>(shouldHandle));

    /// <summary>Handles asynchronously those <typeparamref name="T"/> that <paramref name="shouldHandle"/> lets through.</summary>
    protected void ReceiveAsync<T>(Predicate<T>? shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <summary>Handles whatever came this far; nothing can be registered after it.</summary>
    protected void ReceiveAny(Action<object> handler) => Receive(handler);

    /// <summary>Handles asynchronously whatever came this far.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAsync(handler);

    /// <summary>Replaces the top behaviour by the handlers that <paramref name="configure"/> registers.</summary>
    protected void Become(Action configure) => Become(Build(configure));

    /// <summary>Puts the handlers that <paramref name="configure"/> registers on top.</summary>
    protected void BecomeStacked(Action configure) => BecomeStacked(Build(configure));

    internal override void EndConstruction()
    {
        _open = null;
        _initial.Trim();
    }

    internal override bool InvokeReceive(object message) => _initial.Handle(message, Cell);

    private HandlerTable Open => _open ?? throw new InvalidOperationException(
        "Handlers are registered in the actor's constructor and in what Become(...) is given, nowhere else.");

    private static bool CatchesAll<T>(Predicate<T>? shouldHandle) => typeof(T) == typeof(object) && shouldHandle is null;

    private Receive Build(Action configure)
    {
        var outer = _open;
        var table = new HandlerTable(Cell);
        _open = table;
        try
        {
            configure();
        }
        finally
        {
            _open = outer;
        }

        return table.Handle;
    }
}
