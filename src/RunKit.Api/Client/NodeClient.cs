using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RunKit.Api.Client;

/// <summary>HTTP over a node's unix socket. Nothing of what a user's environment says about proxies applies.</summary>
internal sealed class NodeClient : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly string _socket;

    public NodeClient(string socket)
    {
        _socket = socket;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken),
        });
    }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, TimeSpan limit, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, Address(path)), type, null, limit, cancellationToken);

    public Task<T> PostAsync<T>(
        string path,
        byte[]? body,
        JsonTypeInfo<T> type,
        Func<Problem, T?> outcome,
        TimeSpan limit,
        CancellationToken cancellationToken)
        where T : class
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = new ByteArrayContent(body ?? []) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(request, type, outcome, limit, cancellationToken);
    }

    /// <summary>Opens a stream; returns once its headers are there.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path));
        try
        {
            var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                using (response)
                {
                    var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                    throw Failure(ReadProblem(response, body));
                }
            }

            return response;
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
    }

    public NodeUnreachableException Unreachable(Exception? cause)
    {
        var why = cause?.GetBaseException().Message;
        return cause is null
            ? new NodeUnreachableException($"the node at {_socket} does not answer any more")
            : new NodeUnreachableException($"the node at {_socket} cannot be reached: {why}", cause);
    }

    public void Dispose() => _http.Dispose();

    private static Uri Address(string path) => new($"http://node{path}");

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> type, Func<Problem, T?>? outcome, TimeSpan limit, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            either.CancelAfter(limit);
            try
            {
                using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
                var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("it is null");
                }

                var problem = ReadProblem(response, body);
                return outcome is not null && outcome(problem) is { } known ? known : throw Failure(problem);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"the node at {_socket} did not answer within {limit.TotalSeconds:0} s", e);
            }
            catch (HttpRequestException e)
            {
                throw Unreachable(e);
            }
            catch (JsonException e)
            {
                throw new NodeProblemException($"what listens at {_socket} does not answer as a node does: {e.Message}", e);
            }
        }
    }

    private static Problem ReadProblem(HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        try
        {
            if (response.Content.Headers.ContentType?.MediaType == Problem.ContentType
                && JsonSerializer.Deserialize(body, ApiJson.Default.Problem) is { Code: not null, Detail: not null } problem)
            {
                return problem;
            }
        }
        catch (JsonException)
        {
            // Then the status alone has to do.
        }

        return new Problem("", response.ReasonPhrase ?? "", status, $"the node answered with status {status} {response.ReasonPhrase}");
    }

    private static Exception Failure(Problem problem) => problem.Code == ProblemCodes.PlaneTimeout
        ? new TimeoutException(problem.Detail)
        : new NodeProblemException(problem.Code, problem.Detail);
}
