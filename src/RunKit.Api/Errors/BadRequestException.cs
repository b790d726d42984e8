namespace RunKit.Api.Errors;

/// <summary>The request is wrong; <paramref name="code"/> and <paramref name="detail"/> say how.</summary>
internal sealed class BadRequestException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}
