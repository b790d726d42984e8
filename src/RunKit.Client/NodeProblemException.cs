namespace RunKit.Client;

/// <summary>A node answered with a problem that is no outcome of the request.</summary>
public sealed class NodeProblemException : Exception
{
    public NodeProblemException()
    {
    }

    public NodeProblemException(string message)
        : base(message)
    {
    }

    public NodeProblemException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public NodeProblemException(string code, string detail)
        : base(detail) => Code = code;

    /// <summary>One of <see cref="ProblemCodes"/>, or what a stranger on that socket said.</summary>
    public string Code { get; } = "";
}
