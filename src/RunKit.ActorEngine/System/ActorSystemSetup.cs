using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Util
{
    /// <summary>A value that may be absent.</summary>
    internal readonly struct Option<T>(T value)
    {
        /// <summary>The absent value.</summary>
        public static readonly Option<T> None;

        /// <summary>Whether there is a value.</summary>
        public bool HasValue { get; } = value is not null;

        /// <summary>The value; default when there is none.</summary>
        public T Value { get; } = value;

        /// <summary>Wraps a value.</summary>
        public static implicit operator Option<T>(T value) => new(value);
    }
}

namespace Akka.Actor.Setup
{
    /// <summary>Something an extension or the system itself is set up with.</summary>
    public abstract class Setup
    {
        /// <summary>This setup together with another.</summary>
        public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
    }

    /// <summary>Setups by their type; the last of a type counts.</summary>
    public sealed class ActorSystemSetup
    {
        /// <summary>No setups.</summary>
        internal static readonly ActorSystemSetup Empty = new([]);

        private readonly Dictionary<Type, Setup> _setups;

        private ActorSystemSetup(Dictionary<Type, Setup> setups) => _setups = setups;

        /// <summary>These setups.</summary>
        public static ActorSystemSetup Create(params Setup[] setups) => setups.Aggregate(Empty, static (all, next) => all.And(next));

        /// <summary>The setup of type <typeparamref name="T"/>.</summary>
        internal Option<T> Get<T>()
            where T : Setup => _setups.TryGetValue(typeof(T), out var setup) ? new Option<T>((T)setup) : Option<T>.None;

        /// <summary>These setups and another.</summary>
        internal ActorSystemSetup And<T>(T setup)
            where T : Setup => new(new Dictionary<Type, Setup>(_setups) { [setup.GetType()] = setup });
    }
}

namespace Akka.Actor
{
    /// <summary>The settings a system starts with.</summary>
    public sealed class BootstrapSetup : Setup.Setup
    {
        private BootstrapSetup(Option<Config> config, Option<Config> fallback)
        {
            Config = config;
            ConfigFallback = fallback;
        }

        /// <summary>What comes before everything else.</summary>
        internal Option<Config> Config { get; }

        /// <summary>What comes between that and the engine's defaults.</summary>
        internal Option<Config> ConfigFallback { get; }

        /// <summary>An empty setup.</summary>
        public static BootstrapSetup Create() => new(Option<Config>.None, Option<Config>.None);

        /// <summary>The same with these settings.</summary>
        public BootstrapSetup WithConfig(Config config) => new(config, ConfigFallback);

        /// <summary>The same with these settings as a fallback.</summary>
        internal BootstrapSetup WithConfigFallback(Config config) =>
            new(Config, ConfigFallback.HasValue ? config.WithFallback(ConfigFallback.Value) : config);
    }
}
