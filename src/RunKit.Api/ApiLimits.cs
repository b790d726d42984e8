using Microsoft.AspNetCore.Http.Metadata;

namespace RunKit.Api;

/// <summary>What the API bounds.</summary>
public sealed record ApiLimits
{
    /// <summary>The largest body of a request, in bytes.</summary>
    public int MaxBody { get; init; } = 1024 * 1024;

    /// <summary>How many event streams may be open at once.</summary>
    public int MaxStreams { get; init; } = 2048;

    /// <summary>Why the host cannot afford a stream on this request's connection, in one line; null when it can.</summary>
    public Func<HttpContext, string?> StreamProblem { get; init; } = static _ => null;

    /// <summary>Tells routing, which tells the server before anything of a body is read.</summary>
    internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
