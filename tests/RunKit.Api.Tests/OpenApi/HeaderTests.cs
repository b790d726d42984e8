using System.Net;
using System.Text;
using System.Text.Json;
using RunKit.Api.Security;

namespace RunKit.Api.Tests.OpenApi;

/// <summary>The headers of answers, and the body that may be left out, against the document.</summary>
public sealed class HeaderTests
{
    private const string Reader = "reader-reader-reader";

    // Of every answer, or of how it comes over the connection.
    private static readonly string[] OfEveryAnswer = ["Date", "Server", "Cache-Control", "Content-Type", "Content-Length", "Transfer-Encoding", "Connection"];

    [Fact]
    public async Task Every_header_that_is_an_operations_own_is_described_and_comes()
    {
        await using var host = await ApiHost.StartAsync(access: new AccessPolicy(AccessTokens.Parse($"reader read {Reader}"), [], []));
        host.Plane.OnTree = _ => new TreeOutcome.Known(new ServerTree("fake", "work", new ServerGeneration(1, 2), 3, DateTimeOffset.UnixEpoch, [], [], []));
        using var local = host.Client();
        using var stranger = host.TcpClient(null);
        using var reader = host.TcpClient(Reader);

        var tree = await ShouldBeDescribedAsync(local, HttpMethod.Get, "/v1/servers/{name}/tree", HttpStatusCode.OK, "ETag");
        local.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", tree.Headers.ETag!.ToString());
        await ShouldBeDescribedAsync(local, HttpMethod.Get, "/v1/servers/{name}/tree", HttpStatusCode.NotModified, "ETag");
        await ShouldBeDescribedAsync(stranger, HttpMethod.Get, "/v1/servers", HttpStatusCode.Unauthorized, "WWW-Authenticate");
        await ShouldBeDescribedAsync(reader, HttpMethod.Post, "/v1/servers/{name}/guard", HttpStatusCode.Forbidden, "WWW-Authenticate");
        await ShouldBeDescribedAsync(reader, HttpMethod.Get, "/v1/servers", HttpStatusCode.OK);

        async Task<HttpResponseMessage> ShouldBeDescribedAsync(HttpClient client, HttpMethod method, string path, HttpStatusCode status, params string[] headers)
        {
            var (api, operation) = await DescribedAsync(host, method, path);
            using var request = new HttpRequestMessage(method, path.Replace("{name}", "work", StringComparison.Ordinal));
            var response = await client.SendAsync(request);

            response.StatusCode.ShouldBe(status);
            response.Headers.Concat(response.Content.Headers).Select(header => header.Key).Except(OfEveryAnswer, StringComparer.OrdinalIgnoreCase).ShouldBe(headers);
            var described = api.Response(operation, (int)status)!.Value.TryGetProperty("headers", out var named) ? named.EnumerateObject().ToArray() : [];
            described.Select(header => header.Name).ShouldBe(headers);
            described.Count(header => api.Resolve(header.Value).TryGetProperty("schema", out _)).ShouldBe(headers.Length);
            return response;
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK, "kill build")]
    [InlineData("{}", HttpStatusCode.OK, "kill build")]
    [InlineData("{\"force\":true}", HttpStatusCode.OK, "kill build by force")]
    [InlineData("{\"force\":\"yes\"}", HttpStatusCode.BadRequest, null)]
    public async Task A_kills_body_may_be_left_out_and_is_what_the_document_says_otherwise(string? body, HttpStatusCode status, string? asked)
    {
        await using var host = await ApiHost.StartAsync();
        var (api, operation) = await DescribedAsync(host, HttpMethod.Post, "/v1/servers/{name}/kill");
        using var client = host.Client();

        using var response = await client.PostAsync("/v1/servers/build/kill", body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(status);
        host.Plane.Asked.ShouldBe(asked is null ? [] : [asked]);
        api.Response(operation, (int)status).ShouldNotBeNull();
        var described = operation.GetProperty("requestBody");
        described.GetProperty("required").GetBoolean().ShouldBeFalse();
        var isUsable = body is null || !api.Problems(JsonDocument.Parse(body).RootElement, described.GetProperty("content").GetProperty("application/json").GetProperty("schema")).Any();
        isUsable.ShouldBe(status == HttpStatusCode.OK);
    }

    private static async Task<(ApiDescription Api, JsonElement Operation)> DescribedAsync(ApiHost host, HttpMethod method, string path)
    {
        using var client = host.Client();
        var api = new ApiDescription(JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement);
        return (api, api.Operations.Single(candidate => candidate.Path == path && candidate.Method == method.Method).Operation);
    }
}
