using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.WebUtilities;

namespace RunKit.Api.Errors;

/// <summary>What endpoints answer with: JSON of the contract, or a problem.</summary>
internal static class Answers
{
    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new WholeAnswer(JsonSerializer.SerializeToUtf8Bytes(value, type), status, "application/json");

    public static IResult Text(string text, string contentType) =>
        new WholeAnswer(Encoding.UTF8.GetBytes(text), StatusCodes.Status200OK, contentType);

    /// <summary>JSON with an entity tag: who has that one already gets 304 and no body.</summary>
    public static IResult Tagged(byte[] body, string tag, HttpContext context)
    {
        context.Response.Headers.ETag = tag;
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(candidate => candidate.Tag == "*" || candidate.Tag == tag)
            ? new WholeAnswer([], StatusCodes.Status304NotModified, null)
            : new WholeAnswer(body, StatusCodes.Status200OK, "application/json");
    }

    public static IResult Problem(int status, string code, string detail)
    {
        var problem = new Problem(code, ReasonPhrases.GetReasonPhrase(status), status, detail);
        return new WholeAnswer(JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Default.Problem), status, Errors.Problem.ContentType, code);
    }

    /// <summary>A problem's code; null of an answer that is none.</summary>
    public static string? CodeOf(IResult answer) => (answer as WholeAnswer)?.Code;

    public static IResult UnknownServer(string name) =>
        Problem(StatusCodes.Status404NotFound, ProblemCodes.UnknownServer, $"there is no server named {name}");

    /// <summary>Whole bodies with their length: a client need not wait for the end of the connection.</summary>
    private sealed class WholeAnswer(byte[] body, int status, string? contentType, string? code = null) : IResult
    {
        public string? Code => code;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.Headers.CacheControl = "no-store";
            if (contentType is null)
            {
                return Task.CompletedTask;
            }

            response.ContentType = contentType;
            response.ContentLength = body.Length;
            return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}
