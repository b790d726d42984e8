using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes actors in some way of its own, such as from a container.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The type that it makes.</summary>
    Type ActorType { get; }

    /// <summary>Makes one incarnation.</summary>
    ActorBase Produce();

    /// <summary>Takes an incarnation back after its end.</summary>
    void Release(ActorBase actor);
}

/// <summary>What an actor is made from. Immutable; arguments are evaluated once and shared by all incarnations.</summary>
public class Props
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<ConstructorInfo, ConstructorInvoker> Invokers = new();

    private readonly IIndirectActorProducer? _producer;
    private readonly object?[] _arguments;
    private ConstructorInvoker? _invoker;

    private Props(Type type, object?[] arguments, IIndirectActorProducer? producer = null)
    {
        Type = type;
        _arguments = arguments;
        _producer = producer;
    }

    private Props(Props other)
        : this(other.Type, other._arguments, other._producer)
    {
        _invoker = other._invoker;
        SupervisorStrategy = other.SupervisorStrategy;
    }

    /// <summary>The actor's type.</summary>
    public Type Type { get; }

    /// <summary>The strategy that takes the place of the actor's own; null without one.</summary>
    internal SupervisorStrategy? SupervisorStrategy { get; private init; }

    /// <summary>From <c>() => new T(...)</c>; any other expression is an <see cref="InvalidCastException"/>.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression creation)
            throw new InvalidCastException($"Props.Create needs an expression of the form () => new {typeof(TActor).Name}(...), not {factory.Body}.");

        var arguments = creation.Arguments.Count == 0 ? [] : creation.Arguments.Select(ExpressionValue.Of).ToArray();
        var props = new Props(creation.Type, arguments) { SupervisorStrategy = supervisorStrategy };
        if (creation.Constructor is { } constructor)
            props._invoker = InvokerOf(constructor);
        return props;
    }

    /// <summary>From the constructor that takes these arguments.</summary>
    public static Props Create<TActor>(params object?[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    /// <summary>From the constructor without arguments.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor), []) { SupervisorStrategy = supervisorStrategy };

    /// <summary>From the constructor of <paramref name="type"/> that takes these arguments.</summary>
    public static Props Create(Type type, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        return typeof(ActorBase).IsAssignableFrom(type)
            ? new Props(type, args)
            : throw new ArgumentException($"{type} is no actor: it does not derive from ActorBase.", nameof(type));
    }

    /// <summary>From a producer.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return new Props(producer.ActorType, args, producer);
    }

    /// <summary>The same with another strategy.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy s) => new(this) { SupervisorStrategy = s };

    internal ActorBase NewActor()
    {
        if (_producer is not null)
            return _producer.Produce() ?? throw new InvalidOperationException($"{_producer.GetType()} produced no {Type}.");

        _invoker ??= InvokerOf(FindConstructor());
        return (ActorBase)_invoker.Invoke(_arguments.AsSpan());
    }

    internal void Release(ActorBase actor)
    {
        if (_producer is not null)
            _producer.Release(actor);
        else
            (actor as IDisposable)?.Dispose();
    }

    private static ConstructorInvoker InvokerOf(ConstructorInfo constructor) => Invokers.GetOrAdd(constructor, ConstructorInvoker.Create);

    private ConstructorInfo FindConstructor()
    {
        var candidates = Type.GetConstructors(AnyInstance).Where(c => c.GetParameters().Length == _arguments.Length).ToArray();
        if (candidates.Length == 1)
            return candidates[0];

        var arguments = _arguments;
        if (candidates.Length > 0
            && Type.DefaultBinder.BindToMethod(AnyInstance, candidates, ref arguments, null, null, null, out _) is ConstructorInfo found)
        {
            return found;
        }

        throw new MissingMethodException($"{Type} has no constructor for {_arguments.Length} arguments: ({string.Join(", ", _arguments)}).");
    }
}

/// <summary>Evaluates constructor arguments, the usual kinds without compiling anything.</summary>
internal static class ExpressionValue
{
    public static object? Of(Expression expression)
    {
        if (TryRead(expression, out var value))
            return value;

        var boxed = Expression.Convert(expression, typeof(object));
        return Expression.Lambda<Func<object?>>(boxed).Compile(preferInterpretation: true)();
    }

    private static bool TryRead(Expression? expression, out object? value)
    {
        value = null;
        switch (expression)
        {
            case null:
                return true;
            case ConstantExpression constant:
                value = constant.Value;
                return true;
            case MemberExpression { Member: FieldInfo field } member when TryRead(member.Expression, out var owner) && (owner is not null || field.IsStatic):
                value = field.GetValue(owner);
                return true;
            default:
                return false;
        }
    }
}
