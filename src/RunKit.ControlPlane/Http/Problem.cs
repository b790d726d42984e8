namespace RunKit.ControlPlane.Http;

/// <summary>An error as <c>application/problem+json</c>.</summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Title">What kind of error it is.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One line on this very error.</param>
public sealed record Problem(string Code, string Title, int Status, string Detail)
{
    public const string ContentType = "application/problem+json";

    /// <summary>Of <see cref="ProblemCodes.CommandFailed"/>: tmux's exit status, since <c>status</c> is HTTP's.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>Of <see cref="ProblemCodes.CommandFailed"/>: what tmux printed before.</summary>
    public string? Output { get; init; }

    /// <summary>Of <see cref="ProblemCodes.CommandFailed"/>: what tmux said is wrong, all of it.</summary>
    public string? Error { get; init; }

    /// <summary>Of <see cref="ProblemCodes.CommandFailed"/>: it printed more than is kept.</summary>
    public bool? Cut { get; init; }

    /// <summary>Of <see cref="ProblemCodes.OutcomeUnknown"/>: the command's time limit passed.</summary>
    public bool? TimedOut { get; init; }
}
