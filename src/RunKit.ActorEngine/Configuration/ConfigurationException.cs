using Akka.Actor;

namespace Akka.Configuration;

/// <summary>A setting is missing or has a value of the wrong kind; says which setting, and what it should be.</summary>
public class ConfigurationException(string message, Exception? exception = null) : AkkaException(message, exception);
