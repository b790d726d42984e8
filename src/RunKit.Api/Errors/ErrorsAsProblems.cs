using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RunKit.Api.Metrics;
using RunKit.Api.Security;
using RunKit.ControlPlane.Nodes;

namespace RunKit.Api.Errors;

/// <summary>Turns whatever goes wrong with a request into a problem with a stable code.</summary>
public static class ErrorsAsProblems
{
    /// <summary>Answers requests that no endpoint takes, and faults, with <c>application/problem+json</c>. Goes before the endpoints.</summary>
    public static IApplicationBuilder UseRunKitErrors(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var requests = NodeMeter.Requests(app.ApplicationServices.GetRequiredService<IMeterFactory>());
        app.Use((context, next) =>
        {
            // A stream lasts for days; it has its answer when it begins.
            context.Response.OnStarting(() =>
            {
                NodeMeter.Answered(requests, context.Response.StatusCode);
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => Answers.Problem(
                StatusCodes.Status500InternalServerError,
                ProblemCodes.Internal,
                "the node failed at this request; its log says how").ExecuteAsync(context),
        });
        return app.UseStatusCodePages(context => NoEndpoint(context.HttpContext));
    }

    internal static RequestDelegate Endpoint(Func<HttpContext, IControlPlane, Task<IResult>> handler) => async context =>
    {
        if (!Caller.TryIdentify(context))
        {
            HangUps.Tell(context);
            return;
        }

        if ((ScopeHeaders.Refusal(context) ?? await RunAsync(handler, context).ConfigureAwait(false)) is { } result)
        {
            if (result is not IWritesOutcome)
            {
                AuditLog.Write(context, Answers.CodeOf(result) ?? AuditLog.Done);
            }

            await result.ExecuteAsync(context).ConfigureAwait(false);
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            HangUps.Tell(context);
        }
    };

    /// <summary>Null where the caller has gone, and nothing is left to answer.</summary>
    private static async Task<IResult?> RunAsync(Func<HttpContext, IControlPlane, Task<IResult>> handler, HttpContext context)
    {
        try
        {
            CheckLength(context);
            return await handler(context, AuditLog.PlaneOf(context)).ConfigureAwait(false);
        }
        catch (BadRequestException e)
        {
            return Answers.Problem(StatusCodes.Status400BadRequest, e.Code, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            return Answers.Problem(e.StatusCode, CodeOf(e.StatusCode), e.Message);
        }
        catch (NodeCallException e)
        {
            return Answers.Problem(StatusOf(e.Code), e.Code, e.Message);
        }
        catch (TimeoutException e)
        {
            return Answers.Problem(StatusCodes.Status504GatewayTimeout, ProblemCodes.PlaneTimeout, e.Message);
        }
        catch (Exception e) when (e is ConnectionResetException || (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            AuditLog.Write(context, AuditLog.HasBegun(context) ? ProblemCodes.OutcomeUnknown : AuditLog.HungUp);
            return null;
        }
        catch
        {
            AuditLog.Write(context, ProblemCodes.Internal);
            throw;
        }
    }

    // Not every endpoint reads a body, and one that is too large is refused by all.
    private static void CheckLength(HttpContext context)
    {
        var most = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;
        if (context.Request.ContentLength > most)
        {
            throw new BadHttpRequestException($"the body has {context.Request.ContentLength} bytes; allowed: {most}", StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static int StatusOf(string nodeCode) => nodeCode switch
    {
        NodeCallException.UnknownNode => StatusCodes.Status404NotFound,
        NodeCallException.ScopeTooSmall => StatusCodes.Status403Forbidden,
        NodeCallException.NotReached or NodeCallException.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status409Conflict,
    };

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => ProblemCodes.BodyTooLarge,
        StatusCodes.Status408RequestTimeout => ProblemCodes.BodyTooSlow,
        _ => ProblemCodes.BadBody,
    };

    private static Task NoEndpoint(HttpContext context)
    {
        var (method, path, status) = (context.Request.Method, context.Request.Path, context.Response.StatusCode);
        var result = status switch
        {
            StatusCodes.Status404NotFound => Answers.Problem(status, ProblemCodes.NotFound, $"there is nothing at {path}"),
            StatusCodes.Status405MethodNotAllowed => Answers.Problem(
                status, ProblemCodes.MethodNotAllowed, $"{path} takes {context.Response.Headers.Allow}, not {method}"),
            _ => null,
        };
        return result?.ExecuteAsync(context) ?? Task.CompletedTask;
    }
}
