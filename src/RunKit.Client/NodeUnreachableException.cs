namespace RunKit.Client;

/// <summary>No node answers, or it has gone in the middle of an answer. Nobody can tell what became of a request under way.</summary>
public sealed class NodeUnreachableException : IOException
{
    public NodeUnreachableException()
    {
    }

    public NodeUnreachableException(string message)
        : base(message)
    {
    }

    public NodeUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
