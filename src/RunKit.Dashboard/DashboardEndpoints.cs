using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RunKit.Dashboard;

/// <summary>Puts the dashboard into a web application.</summary>
public static class DashboardEndpoints
{
    /// <summary>Whether this build holds the page: one that was made without node does not.</summary>
    public static bool IsBuilt => PageFiles.Embedded.IsBuilt;

    /// <summary>
    /// Maps the page and its files at a path. It asks the API that <c>MapRunKit</c> maps; what a user may do there is the API's affair. Unless
    /// the options say otherwise only those see it whom the application's authorization admits.
    /// </summary>
    /// <param name="path">Such as <c>/runkit</c>; <c>/</c> is the application's root.</param>
    /// <param name="options">Null for the defaults.</param>
    public static IEndpointConventionBuilder MapRunKitDashboard(this IEndpointRouteBuilder endpoints, string path = "/runkit", DashboardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(path);
        options ??= new DashboardOptions();
        var root = path.Trim('/');
        var page = new DashboardPage(PageFiles.Embedded, options.Api ?? ApiFrom(root));
        var group = endpoints.MapGroup(root.Length == 0 ? "" : $"/{root}");
        group.MapMethods("/", ["GET", "HEAD"], page.AnswerPageAsync);
        foreach (var file in PageFiles.Embedded.Names)
        {
            group.MapMethods($"/{file}", ["GET", "HEAD"], context => page.AnswerFileAsync(context, file));
        }

        if (options.RequireAuthorization)
        {
            group.RequireAuthorization();
        }

        return group;
    }

    // Only relative addresses hold behind a proxy that adds a path of its own.
    private static string ApiFrom(string root) =>
        root.Length == 0 ? "./" : string.Concat(Enumerable.Repeat("../", root.Split('/').Length));
}
