using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using RunKit.Api.Security;

namespace RunKit.Api.Notices;

/// <summary><c>POST /v1/notify/test</c>: sends a notice by every channel that is configured. Nothing of any server changes, so the audit log has no line of it.</summary>
internal static class NotifyEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(HttpPaths.NotifyTest, ErrorsAsProblems.Endpoint(TestAsync)).WithMetadata(new Access(AccessScope.Manage));

    private static async Task<IResult> TestAsync(HttpContext context, IControlPlane plane)
    {
        _ = context;
        return Answers.Json(await plane.TestNotificationsAsync(CancellationToken.None).ConfigureAwait(false), PlaneJson.Default.ImmutableArrayNoticeResult);
    }
}
