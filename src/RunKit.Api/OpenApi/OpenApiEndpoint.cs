using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RunKit.Api.OpenApi;

/// <summary>
/// <c>GET /openapi/v1.json</c>: the API's description, kept by hand in <c>v1.json</c>. The endpoints take requests as they come, so there are no
/// signatures to generate one from; a test walks the document and every endpoint instead.
/// </summary>
internal static class OpenApiEndpoint
{
    public const string Path = "/openapi/v1.json";

    private static readonly Lazy<string> Text = new(Read);

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, ErrorsAsProblems.Endpoint((_, _) => Task.FromResult(Answers.Text(Text.Value, "application/json"))));

    private static string Read()
    {
        using var stream = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream("runkit.openapi.v1.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
