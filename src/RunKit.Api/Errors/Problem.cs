namespace RunKit.Api.Errors;

/// <summary>An error as <c>application/problem+json</c>.</summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Title">What kind of error it is.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One line on this very error.</param>
internal sealed record Problem(string Code, string Title, int Status, string Detail)
{
    public const string ContentType = "application/problem+json";
}
