namespace Akka.Actor;

/// <summary>Marks what is attached to a system once.</summary>
public interface IExtension;

/// <summary>Finds and makes an extension.</summary>
public interface IExtensionId
{
    /// <summary>The extension's type, its key.</summary>
    internal Type ExtensionType { get; }

    /// <summary>Makes the extension; called once per system.</summary>
    object CreateExtension(ExtendedActorSystem system);
}

/// <summary>The base of extension ids.</summary>
public abstract class ExtensionIdProvider<T> : IExtensionId
    where T : class, IExtension
{
    Type IExtensionId.ExtensionType => typeof(T);

    /// <summary>Makes the extension.</summary>
    public abstract T CreateExtension(ExtendedActorSystem system);

    object IExtensionId.CreateExtension(ExtendedActorSystem system) => CreateExtension(system);
}

/// <summary>Getting extensions from a system.</summary>
public static class ActorSystemWithExtensions
{
    /// <summary>The extension <typeparamref name="T"/>, which is there already.</summary>
    public static T? WithExtension<T>(this ActorSystem system)
        where T : class, IExtension => system.GetExtension<T>();

    /// <summary>The extension <typeparamref name="T"/>, made by <typeparamref name="TI"/> if necessary.</summary>
    public static T WithExtension<T, TI>(this ActorSystem system)
        where T : class, IExtension
        where TI : IExtensionId, new() => system.GetExtension<T>() ?? (T)system.RegisterExtension(new TI());
}
