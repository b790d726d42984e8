using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Panes;

namespace RunKit.Client;

/// <summary>
/// The plane of a node, over its API. Beside what <see cref="IControlPlane"/> says, calls throw
/// <see cref="NodeUnreachableException"/> when the node cannot be reached and <see cref="NodeProblemException"/> when it answers with a
/// problem that is no outcome.
/// </summary>
public sealed class HttpControlPlane : IControlPlane
{
    private static readonly TimeSpan QueryLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongLimit = TimeSpan.FromSeconds(45);

    private readonly NodeClient _client;

    private HttpControlPlane(NodeClient client, NodeFacts facts)
    {
        _client = client;
        Facts = facts;
    }

    public string Node => _other ?? Facts.Node;

    private string? _other;

    /// <summary>What the node said of itself when it was connected to.</summary>
    public NodeFacts Facts { get; }

    /// <summary>The directory that the node watches; null when it does not say.</summary>
    public string? SocketDirectory => _other is null ? Facts.SocketDirectory : null;

    /// <summary>Asks the node who it is.</summary>
    /// <param name="socket">The absolute path of the node's socket.</param>
    /// <exception cref="NodeUnreachableException">Nobody listens there.</exception>
    /// <exception cref="TimeoutException">Somebody listens and does not answer.</exception>
    public static Task<HttpControlPlane> ConnectAsync(string socket, CancellationToken cancellationToken) =>
        ConnectAsync(NodeAddress.UnixSocket(socket), cancellationToken);

    /// <summary>Asks the node who it is.</summary>
    /// <exception cref="NodeUnreachableException">Nobody listens there.</exception>
    /// <exception cref="NodeProblemException">It does not take the token.</exception>
    /// <exception cref="TimeoutException">Somebody listens and does not answer.</exception>
    public static async Task<HttpControlPlane> ConnectAsync(NodeAddress node, CancellationToken cancellationToken)
    {
        var client = new NodeClient(node);
        var facts = await client.GetAsync(HttpPaths.Node, NodeFacts.Read, QueryLimit, cancellationToken).ConfigureAwait(false);
        return new HttpControlPlane(client, facts);
    }

    /// <summary>The same plane with less than this one may do; the node sees to it.</summary>
    /// <param name="scope">What it may do at most.</param>
    /// <param name="program">What the audit log calls it: letters, digits and '-'.</param>
    public HttpControlPlane Limited(AccessScope scope, string program) => new(_client.Limited(scope, program), Facts) { _other = _other };

    /// <summary>The plane of another node of the cluster: the node that is connected to asks it.</summary>
    /// <param name="node">Its name.</param>
    public HttpControlPlane On(string node) => node == Facts.Node ? this : new(_client.On(node), Facts) { _other = node };

    /// <summary>The nodes of the cluster, this one first.</summary>
    public Task<ImmutableArray<NodeView>> GetNodesAsync(CancellationToken cancellationToken) => _client.GetAsync(
        HttpPaths.Nodes, text => JsonSerializer.Deserialize(text, PlaneJson.Default.ImmutableArrayNodeView), QueryLimit, cancellationToken);

    /// <summary>Takes a node that will not return out of the cluster.</summary>
    /// <param name="node">Its name.</param>
    public Task ForgetAsync(string node, CancellationToken cancellationToken) => _client.PostAsync($"{HttpPaths.Nodes}/{Uri.EscapeDataString(node)}/forget", QueryLimit, cancellationToken);

    /// <summary>The servers of all nodes: of those that are not reached what they told last.</summary>
    public Task<ImmutableArray<ServerView>> GetAllServersAsync(CancellationToken cancellationToken) => _client.GetAsync(
        $"{HttpPaths.Servers}?{HttpContract.NodeParameter}={HttpContract.AllNodes}", ServerViewJson.Read, QueryLimit, cancellationToken);

    public Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken) =>
        _client.GetAsync(HttpPaths.Servers, ServerViewJson.Read, QueryLimit, cancellationToken);

    public Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken) =>
        new NodeEvents(_client, EventFilter.All, null).BeginAsync(cancellationToken);

    /// <summary>
    /// As the plane says. When the stream breaks off it is taken up again behind the last event; when no node answers for ten seconds, that
    /// is a <see cref="NodeUnreachableException"/>.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventId? after, CancellationToken cancellationToken) =>
        ReadEventsAsync(EventFilter.All with { After = after }, cancellationToken);

    /// <summary>The same, with those events alone that are wanted: the node sends no other.</summary>
    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventFilter filter, CancellationToken cancellationToken) =>
        ReadEventsAsync(filter, null, cancellationToken);

    /// <summary>The same, and says when the node has begun to send: what happens from then on is not missed.</summary>
    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventFilter filter, Action? onConnected, CancellationToken cancellationToken) =>
        new NodeEvents(_client, filter, onConnected).ReadAsync(cancellationToken);

    /// <summary>Asks for a link that logs a browser in.</summary>
    /// <param name="scope">What the browser may do then: <c>read</c>, <c>input</c>, <c>manage</c> or <c>admin</c>.</param>
    /// <param name="openPort">Where browsers cannot reach the node yet, it opens a port of loopback for them.</param>
    public Task<LoginLink> LogInAsync(string scope, bool openPort, CancellationToken cancellationToken) => _client.PostAsync<LoginLink>(
        HttpPaths.Login,
        JsonSerializer.SerializeToUtf8Bytes(new LoginRequest(scope, openPort), HttpJson.Default.LoginRequest),
        HttpJson.Default.LoginLink,
        _ => null,
        QueryLimit,
        cancellationToken);

    public Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.PostAsync(
            HttpPaths.Servers,
            JsonSerializer.SerializeToUtf8Bytes(request, PlaneJson.Default.NewServer),
            PlaneJson.Default.CreateOutcome,
            ProblemOutcomes.Creation,
            LongLimit + request.Timeout,
            cancellationToken);
    }

    public Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var body = options.Force ? JsonSerializer.SerializeToUtf8Bytes(new KillRequest(options.Force), HttpJson.Default.KillRequest) : null;
        return _client.PostAsync(PathTo(server, "kill"), body, PlaneJson.Default.KillOutcome, ProblemOutcomes.Kill, LongLimit, cancellationToken);
    }

    public Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken) => _client.GetAsync<TreeOutcome>(
        PathTo(server, "tree"),
        text => new TreeOutcome.Known(JsonSerializer.Deserialize(text, PlaneJson.Default.ServerTree) ?? throw new JsonException("it is null")),
        ProblemOutcomes.Tree,
        QueryLimit,
        cancellationToken);

    /// <summary>
    /// As the plane says; the node tells callers apart by their connections, and each call has one of its own. Input that is no UTF-8 cannot
    /// be sent to a node: that is <see cref="CommandOutcome.NotSent"/>.
    /// </summary>
    public Task<CommandOutcome> ExecuteAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Input is { } bytes && !System.Text.Unicode.Utf8.IsValid(bytes.AsSpan()))
        {
            return Task.FromResult<CommandOutcome>(new CommandOutcome.NotSent("its input is not UTF-8, and a node takes text only"));
        }

        var milliseconds = options.Timeout is { } timeout ? (int?)Math.Ceiling(timeout.TotalMilliseconds) : null;
        return CommandAsync(
            PathTo(server, "exec"),
            JsonSerializer.SerializeToUtf8Bytes(new ExecuteRequest(words, milliseconds, InputText(options)), HttpJson.Default.ExecuteRequest),
            options.Timeout,
            cancellationToken);
    }

    public Task<AgentReport> GetAgentsAsync(bool all, CancellationToken cancellationToken) => _client.GetAsync(
        all ? $"{HttpPaths.Agents}?all=true" : HttpPaths.Agents,
        text => JsonSerializer.Deserialize(text, PlaneJson.Default.AgentReport) ?? throw new JsonException("it is null"),
        QueryLimit,
        cancellationToken);

    public Task<AgentOutcome> ExplainAgentAsync(PaneAddress pane, CancellationToken cancellationToken) => _client.GetAsync<AgentOutcome>(
        PathTo(pane, "agent"),
        text => JsonSerializer.Deserialize(text, PlaneJson.Default.AgentOutcome) ?? throw new JsonException("it is null"),
        ProblemOutcomes.Agent,
        QueryLimit,
        cancellationToken);

    public async Task<ImmutableArray<NoticeResult>> TestNotificationsAsync(CancellationToken cancellationToken)
    {
        var results = await _client.PostAsync(
            HttpPaths.NotifyTest, null, PlaneJson.Default.NoticeResultArray, _ => null, LongLimit, cancellationToken).ConfigureAwait(false);
        return [.. results];
    }

    public Task<CaptureOutcome> CaptureAsync(PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var history = options.History?.ToString(CultureInfo.InvariantCulture) ?? "all";
        return _client.GetAsync<CaptureOutcome>(
            $"{PathTo(pane, "capture")}?history={history}",
            text => new CaptureOutcome.Captured(JsonSerializer.Deserialize(text, PlaneJson.Default.PaneCapture) ?? throw new JsonException("it is null")),
            ProblemOutcomes.Capture,
            LongLimit,
            cancellationToken);
    }

    public IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(PaneAddress pane, PaneStreamOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(options);
        return _other is null ? NodeLive.OpenPaneAsync(_client, pane, options, cancellationToken) : throw NotOfOther();
    }

    public Task<TerminalOutcome> OpenTerminalAsync(ServerName server, AttachRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(request);
        return _other is null ? NodeTerminal.OpenAsync(_client, server, request, cancellationToken) : throw NotOfOther();
    }

    public Task<WaitOutcome> WaitAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.PostAsync(
            PathTo(pane, "wait"),
            JsonSerializer.SerializeToUtf8Bytes(request, PlaneJson.Default.WaitRequest),
            PlaneJson.Default.WaitOutcome,
            ProblemOutcomes.Wait,
            LongLimit + request.Timeout,
            cancellationToken);
    }

    public IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(request);
        return NodeRun.ReadAsync(_client, server, request, cancellationToken);
    }

    public Task<ImmutableArray<RunView>> GetRunsAsync(CancellationToken cancellationToken) => _client.GetAsync(
        HttpPaths.Runs, text => JsonSerializer.Deserialize(text, PlaneJson.Default.ImmutableArrayRunView), QueryLimit, cancellationToken);

    public async Task<RunView?> GetRunAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetAsync(
                $"{HttpPaths.Runs}/{run}", text => JsonSerializer.Deserialize(text, PlaneJson.Default.RunView), QueryLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (NodeProblemException e) when (e.Code == ProblemCodes.UnknownRun)
        {
            return null;
        }
    }

    public async Task<RunView?> CancelRunAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.PostAsync<RunView>(
                $"{HttpPaths.Runs}/{run}/cancel", null, PlaneJson.Default.RunView, _ => null, QueryLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (NodeProblemException e) when (e.Code == ProblemCodes.UnknownRun)
        {
            return null;
        }
    }

    public Task<SendOutcome> SendAsync(PaneAddress pane, SendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.PostAsync(
            PathTo(pane, "send"),
            JsonSerializer.SerializeToUtf8Bytes(request, PlaneJson.Default.SendRequest),
            PlaneJson.Default.SendOutcome,
            ProblemOutcomes.Send,
            LongLimit + request.Timeout,
            cancellationToken);
    }

    public Task<SendOutcome> KeysAsync(PaneAddress pane, KeysRequest request, CancellationToken cancellationToken) => _client.PostAsync(
        PathTo(pane, "keys"),
        JsonSerializer.SerializeToUtf8Bytes(request, PlaneJson.Default.KeysRequest),
        PlaneJson.Default.SendOutcome,
        ProblemOutcomes.Send,
        LongLimit + SendRequest.UsualTimeout,
        cancellationToken);

    public Task<CommandOutcome> ReleaseAsync(ServerName server, ReleaseOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var body = options.Force ? JsonSerializer.SerializeToUtf8Bytes(new ReleaseRequest(options.Force), HttpJson.Default.ReleaseRequest) : null;
        return CommandAsync(PathTo(server, "release"), body, null, cancellationToken);
    }

    public Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken) =>
        CommandAsync(PathTo(server, "guard"), null, null, cancellationToken);

    private NodeProblemException NotOfOther() =>
        new(ProblemCodes.NodeRefused, $"panes and terminals of node {_other} are not shown on another node: look there, or capture it");

    private static string PathTo(ServerName server, string what) => $"{HttpPaths.Servers}/{server.Value}/{what}";

    private static string PathTo(PaneAddress pane, string what)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return PathTo(pane.Server, string.Create(CultureInfo.InvariantCulture, $"panes/{pane.Pane.Number}/{what}"));
    }

    private static string? InputText(CommandOptions options) => options.Input is { } bytes ? Encoding.UTF8.GetString(bytes.AsSpan()) : null;

    private Task<CommandOutcome> CommandAsync(string path, byte[]? body, TimeSpan? timeout, CancellationToken cancellationToken) => _client.PostAsync(
        path, body, PlaneJson.Default.CommandOutcome, ProblemOutcomes.Command, CommandLimit + (timeout ?? TimeSpan.Zero), cancellationToken);
}
