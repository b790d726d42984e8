using Akka.Event;

namespace Akka.Actor;

/// <summary>The loggers of one system: started before anybody can log, retired after everybody has stopped.</summary>
internal sealed class LoggerFleet
{
    private static readonly Type[] EventTypes = [typeof(Debug), typeof(Info), typeof(Warning), typeof(Error)];

    private readonly ActorSystemImpl _system;
    private readonly StandardOutLogger _standardOut = new();
    private readonly List<IActorRef> _loggers = [];

    private LoggerFleet(ActorSystemImpl system) => _system = system;

    public static LoggerFleet Start(ActorSystemImpl system)
    {
        var fleet = new LoggerFleet(system);
        fleet.Subscribe(fleet._standardOut, Settings.ParseLogLevel(system.Settings.StdoutLogLevel));
        foreach (var name in system.Settings.Loggers)
        {
            fleet.Add(name);
        }

        system.EventStream.Unsubscribe(fleet._standardOut);
        return fleet;
    }

    /// <summary>From here on standard output hears what is still logged.</summary>
    public IReadOnlyList<IActorRef> Retire()
    {
        foreach (var logger in _loggers)
        {
            _system.EventStream.Unsubscribe(logger);
        }

        Subscribe(_standardOut, Settings.ParseLogLevel(_system.Settings.StdoutLogLevel));
        return _loggers;
    }

    private void Add(string typeName)
    {
        var type = Settings.FindType(typeName);
        var logger = _system.SystemActorOf(Props.Create(type), $"log{_loggers.Count + 1}-{type.Name}");
        var limit = _system.Settings.LoggerStartTimeout;
        var started = logger.Ask(new InitializeLogger(_system.EventStream), limit);
        try
        {
            // Blocks, as in Akka.NET, for the logger start-up timeout at most: Create is synchronous, and whoever has a system may log at once.
            var answer = started.GetAwaiter().GetResult();
            if (answer is not LoggerInitialized)
                throw new Akka.Configuration.ConfigurationException($"The logger {typeName} answered {answer} instead of LoggerInitialized.");
        }
        catch (AskTimeoutException)
        {
            _system.Log.Warning("The logger {0} did not start within {1}; it gets log events all the same.", typeName, limit);
        }

        _loggers.Add(logger);
        Subscribe(logger, _system.EventStream.LogLevel);
    }

    private void Subscribe(IActorRef logger, LogLevel level)
    {
        for (var i = 0; i < EventTypes.Length; i++)
        {
            if (i >= (int)level)
                _system.EventStream.Subscribe(logger, EventTypes[i]);
        }
    }
}
