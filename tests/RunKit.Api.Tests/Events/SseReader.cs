using System.Text.Json;

namespace RunKit.Api.Tests.Events;

/// <summary>An event stream, line by line as it is on the wire.</summary>
internal sealed class SseReader : IDisposable
{
    private readonly HttpClient _client;
    private readonly StreamReader _lines;

    private SseReader(HttpClient client, StreamReader lines) => (_client, _lines) = (client, lines);

    public static async Task<SseReader> OpenAsync(ApiHost host, string path, string? lastEventId = null)
    {
        var client = host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new SseReader(client, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    public async Task<string?> LineAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.DefaultLimit);
        return await _lines.ReadLineAsync(limit.Token);
    }

    public async Task SkipGreetingAsync()
    {
        while (await LineAsync() != "")
        {
            // Up to the empty line that ends it.
        }
    }

    /// <summary>The next event: its <c>id:</c> and its <c>data:</c>.</summary>
    public async Task<(string? Id, JsonElement Data)> EventAsync()
    {
        string? id = null;
        while (true)
        {
            var line = await LineAsync() ?? throw new InvalidOperationException("the stream has ended");
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line["id: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                (await LineAsync()).ShouldBe("");
                return (id, JsonDocument.Parse(line["data: ".Length..]).RootElement);
            }
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _client.Dispose();
    }
}
