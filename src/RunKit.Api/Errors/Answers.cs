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

    public static IResult Text(string text, string contentType, int status = StatusCodes.Status200OK) =>
        new WholeAnswer(Encoding.UTF8.GetBytes(text), status, contentType);

    /// <summary>JSON with an entity tag: who has that one already gets 304 and no body.</summary>
    public static IResult Tagged(byte[] body, string tag, HttpContext context)
    {
        context.Response.Headers.ETag = tag;
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(candidate => candidate.Tag == "*" || candidate.Tag == tag)
            ? new WholeAnswer([], StatusCodes.Status304NotModified, null)
            : new WholeAnswer(body, StatusCodes.Status200OK, "application/json");
    }

    public static IResult Problem(int status, string code, string detail) =>
        Whole(new Problem(code, ReasonPhrases.GetReasonPhrase(status), status, detail));

    /// <summary>A command that tmux refused, with all that tmux said.</summary>
    public static IResult CommandFailed(CommandOutcome.Failed failed)
    {
        const int status = StatusCodes.Status422UnprocessableEntity;
        var detail = failed.Words.Length > 0 ? failed.Words.ReplaceLineEndings(" ") : $"tmux ended with status {failed.Status} and said nothing";
        return Whole(new Problem(ProblemCodes.CommandFailed, ReasonPhrases.GetReasonPhrase(status), status, detail)
        {
            ExitStatus = failed.Status,
            Output = failed.Output,
            Error = failed.Words,
            Cut = failed.Cut,
        });
    }

    /// <summary>A command that has no answer.</summary>
    public static IResult OutcomeUnknown(CommandOutcome.Unknown unknown)
    {
        const int status = StatusCodes.Status504GatewayTimeout;
        return Whole(new Problem(ProblemCodes.OutcomeUnknown, ReasonPhrases.GetReasonPhrase(status), status, unknown.Reason) { TimedOut = unknown.TimedOut });
    }

    /// <summary>A problem's code; null of an answer that is none.</summary>
    public static string? CodeOf(IResult answer) => (answer as WholeAnswer)?.Code;

    public static IResult UnknownServer(string name) =>
        Problem(StatusCodes.Status404NotFound, ProblemCodes.UnknownServer, $"there is no server named {name}");

    private static WholeAnswer Whole(Problem problem) => new(
        JsonSerializer.SerializeToUtf8Bytes(problem, HttpJson.Default.Problem), problem.Status, RunKit.ControlPlane.Http.Problem.ContentType, problem.Code);

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

            // To a caller who has gone this writes nothing, and fails at nothing; one who does not read is the server's affair.
            return response.Body.WriteAsync(body, CancellationToken.None).AsTask();
        }
    }
}
