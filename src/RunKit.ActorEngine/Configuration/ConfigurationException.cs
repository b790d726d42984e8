using Akka.Actor;

namespace Akka.Configuration;

/// <summary>A setting is missing or has a value of the wrong kind.</summary>
public class ConfigurationException : AkkaException
{
    /// <summary>Says which setting, and what it should be.</summary>
    public ConfigurationException(string message) : base(message) { }

    /// <summary>Says which setting, and keeps what went wrong with it.</summary>
    public ConfigurationException(string message, Exception exception) : base(message, exception) { }
}
