namespace RunKit.Hosting.Configuration;

/// <summary>A configuration that cannot be used. The message is one line: the key, the value, and what is allowed.</summary>
public sealed class RunKitConfigurationException : Exception
{
    public RunKitConfigurationException(string message)
        : base(message)
    {
    }

    public RunKitConfigurationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
