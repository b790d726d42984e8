namespace Akka.Configuration;

/// <summary>A setting is missing or of the wrong kind.</summary>
public class ConfigurationException(string message, Exception? exception = null) : Exception(message, exception);
