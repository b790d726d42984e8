using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RunKit.Client;

/// <summary>A node's API: sends, reads, and turns failures into exceptions with one clear line.</summary>
internal sealed class NodeClient(NodeAddress node, string? other = null)
{
    /// <summary>The same for a caller with less.</summary>
    public NodeClient Limited(AccessScope scope, string program) => new(node.Limited(scope, program), other);

    /// <summary>The same for another node of the cluster, which this one asks.</summary>
    public NodeClient On(string name) => new(node, name);

    public Task<T> GetAsync<T>(string path, Func<string, T> read, TimeSpan limit, CancellationToken cancellationToken) =>
        SendAsync("GET", path, null, read, null, limit, cancellationToken);

    /// <param name="outcome">Which outcome a problem stands for; null when it stands for none.</param>
    public Task<T> GetAsync<T>(
        string path, Func<string, T> read, Func<Problem, T?> outcome, TimeSpan limit, CancellationToken cancellationToken)
        where T : class => SendAsync("GET", path, null, read, outcome, limit, cancellationToken);

    /// <param name="outcome">Which outcome a problem stands for; null when it stands for none.</param>
    public Task<T> PostAsync<T>(
        string path,
        byte[]? body,
        JsonTypeInfo<T> type,
        Func<Problem, T?> outcome,
        TimeSpan limit,
        CancellationToken cancellationToken)
        where T : class => SendAsync(
            "POST",
            path,
            body,
            text => JsonSerializer.Deserialize(text, type) ?? throw new JsonException("it is null"),
            outcome,
            limit,
            cancellationToken);

    /// <summary>Asks for something whose answer says no more than that it is done.</summary>
    public Task PostAsync(string path, TimeSpan limit, CancellationToken cancellationToken) =>
        SendAsync("POST", path, null, text => text, null, limit, cancellationToken);

    /// <summary>Opens a stream of lines.</summary>
    public Task<NodeReply> OpenAsync(string path, CancellationToken cancellationToken) => OpenAsync("GET", path, null, cancellationToken);

    /// <summary>The same as an answer to a request with a body.</summary>
    public async Task<NodeReply> OpenAsync(string method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await NodeReply.ToAsync(node, method, PathOf(path), body, cancellationToken).ConfigureAwait(false);
            if (reply.IsSuccess)
            {
                return reply;
            }

            using (reply)
            {
                throw Failure(ReadProblem(reply, await reply.ReadBodyAsync(cancellationToken).ConfigureAwait(false)));
            }
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw Unreachable(e);
        }
    }

    /// <summary>Opens a WebSocket.</summary>
    public async Task<System.Net.WebSockets.WebSocket> UpgradeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await NodeUpgrade.ToAsync(node, path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw Unreachable(e);
        }
    }

    public NodeUnreachableException Unreachable(Exception? cause) => cause switch
    {
        null => new NodeUnreachableException($"the node at {node} does not answer any more"),
        UntrustedPeerException => new NodeUnreachableException($"nothing was sent to {node}: {cause.Message}", cause),
        _ => new NodeUnreachableException($"the node at {node} cannot be reached: {cause.GetBaseException().Message}", cause),
    };

    private async Task<T> SendAsync<T>(
        string method,
        string path,
        byte[]? body,
        Func<string, T> read,
        Func<Problem, T?>? outcome,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(limit);
        try
        {
            using var reply = await NodeReply.ToAsync(node, method, PathOf(path), body, either.Token).ConfigureAwait(false);
            var text = await reply.ReadBodyAsync(either.Token).ConfigureAwait(false);
            if (reply.IsSuccess)
            {
                return read(text);
            }

            var problem = ReadProblem(reply, text);
            return outcome is not null && outcome(problem) is { } known ? known : throw Failure(problem);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the node at {node} did not answer within {limit.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw Unreachable(e);
        }
        catch (JsonException e)
        {
            throw new NodeProblemException($"what listens at {node} does not answer as a node of this version does; see: runkit --version", e);
        }
    }

    private string PathOf(string path) => other is null ? path
        : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{HttpContract.NodeParameter}={Uri.EscapeDataString(other)}";

    private static Problem ReadProblem(NodeReply reply, string body)
    {
        try
        {
            if (reply.ContentType == Problem.ContentType
                && JsonSerializer.Deserialize(body, HttpJson.Default.Problem) is { Code: not null, Detail: not null } problem)
            {
                return problem;
            }
        }
        catch (JsonException)
        {
            // Then the status alone has to do.
        }

        return new Problem("", reply.ReasonPhrase, reply.Status, $"the node answered with status {reply.Status} {reply.ReasonPhrase}");
    }

    private static Exception Failure(Problem problem) => problem.Code == ProblemCodes.PlaneTimeout
        ? new TimeoutException(problem.Detail)
        : new NodeProblemException(problem.Code, problem.Detail);
}
