using System.Runtime.CompilerServices;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Commands;

namespace RunKit.ControlPlane;

/// <summary>
/// The plane as its users hold it: in the same process, or behind a node's API. Only <see cref="NewAsync"/> may start a tmux server.
/// Every call may throw <see cref="OperationCanceledException"/> when it is cancelled, and <see cref="TimeoutException"/> when the
/// plane itself does not answer.
/// </summary>
public interface IControlPlane
{
    /// <summary>The id of the node that this plane is.</summary>
    string Node { get; }

    /// <summary>
    /// The same plane for somebody whose changes the caller itself writes down, with their outcome: the plane's actors then leave their own
    /// audit line out, so that each change has one.
    /// </summary>
    /// <param name="caller">Who that is.</param>
    IControlPlane For(string caller) => this;

    /// <summary>Every socket in the directory, by name, with what is known of it.</summary>
    Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The id of the newest event; sequence 0 before the first. Whoever asks for it, then reads the state, then reads the events behind it,
    /// misses nothing.
    /// </summary>
    Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What happens, in order, without gaps. With <paramref name="after"/> it goes on behind that event; when that one is too old or of
    /// another epoch, one <see cref="PlaneResync"/> comes first. Without, it begins with the next event. A slow reader slows nobody.
    /// </summary>
    [OverloadResolutionPriority(1)]
    IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventId? after, CancellationToken cancellationToken);

    /// <summary>The same, with only those events that are wanted. Ids of the others are missing between theirs.</summary>
    IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Starts a server, or, if the request allows it, adds a session to one that runs. A new one is answered for when the plane has dialled it,
    /// so that the next call finds it, or has not within some seconds.
    /// </summary>
    Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a server and stays with it until it is dead, for at most about ten seconds. One that the plane itself runs in is
    /// <see cref="KillOutcome.Refused"/> unless it is forced.
    /// </summary>
    Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// What lives on one server, as it was read last. While somebody reads events or trees, what tmux never signals is at most
    /// <c>runkit.snapshot.refresh</c> old.
    /// </summary>
    Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken);

    /// <summary>
    /// Runs one tmux command, by a client of its own: what it prints, says and waits for is its own affair. Cancelling stops the waiting,
    /// not a command that was sent.
    /// </summary>
    Task<CommandOutcome> ExecuteAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// The agents in all panes, each with its state and the evidence for it. Looking costs something: it is done for half a minute after somebody
    /// has asked, while somebody reads <c>agent.state</c> by name, and while a notification is configured.
    /// </summary>
    /// <param name="all">Programs that no rule knows, too.</param>
    Task<AgentReport> GetAgentsAsync(bool all, CancellationToken cancellationToken);

    /// <summary>The agent of one pane, with all that speaks for and against its state.</summary>
    Task<AgentOutcome> ExplainAgentAsync(PaneAddress pane, CancellationToken cancellationToken);

    /// <summary>Sends a notice for a test to everybody who is to be told of agents; none where nobody is configured.</summary>
    Task<ImmutableArray<NoticeResult>> TestNotificationsAsync(CancellationToken cancellationToken);

    /// <summary>What a pane shows at one moment, with as much of its history as is asked for.</summary>
    Task<CaptureOutcome> CaptureAsync(PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// A pane as it is, and what its program prints from then on: nothing is missing, and nothing comes twice. Nobody who looks, however slowly, holds
    /// the program up, or anybody else who looks: who falls behind is shown the pane anew. Nothing of the pane is changed, its size least of all.
    /// </summary>
    IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(PaneAddress pane, PaneStreamOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Attaches a terminal, for somebody who types into it. This is a client of tmux like any other: it sizes what it shows, and the user's hooks run.
    /// </summary>
    Task<TerminalOutcome> OpenTerminalAsync(ServerName server, AttachRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until something holds at a pane, which may be at once. Nothing of the pane is changed. Cancelling ends the waiting.
    /// </summary>
    Task<WaitOutcome> WaitAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a command in a window of its own, and tells what becomes of it, in order. Cancelling ends the telling and not the command, which
    /// <see cref="CancelRunAsync"/> does; so does the request's time limit.
    /// </summary>
    IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, CancellationToken cancellationToken);

    /// <summary>The runs that are known, the oldest first: those that run, and the last that have ended.</summary>
    Task<ImmutableArray<RunView>> GetRunsAsync(CancellationToken cancellationToken);

    /// <summary>One run; null when it is not known, or not any more.</summary>
    async Task<RunView?> GetRunAsync(RunId run, CancellationToken cancellationToken) =>
        (await GetRunsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(known => known.Id == run);

    /// <summary>
    /// Asks a run's processes to end, with SIGTERM, and after five seconds with SIGKILL. The answer is the run as it is when that has begun;
    /// null when it is not known.
    /// </summary>
    Task<RunView?> CancelRunAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>
    /// Types a text into a pane and stays until it is known what became of it. One at a time for each pane: the others wait, up to 16. Cancelling
    /// stops the waiting, not what is typed.
    /// </summary>
    Task<SendOutcome> SendAsync(PaneAddress pane, SendRequest request, CancellationToken cancellationToken);

    /// <summary>Presses keys in a pane, in their turn among what is typed there.</summary>
    Task<SendOutcome> KeysAsync(PaneAddress pane, KeysRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Stops guarding: takes back what is ours, removes the anchor, says what it did, and stays away until <see cref="GuardAsync"/>. A
    /// release that would end the server is <see cref="CommandOutcome.NotSent"/>, unless it is forced.
    /// </summary>
    Task<CommandOutcome> ReleaseAsync(ServerName server, ReleaseOptions options, CancellationToken cancellationToken);

    /// <summary>Guards a released server again.</summary>
    Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken);
}

/// <summary>Short ways to say what is said often.</summary>
public static class ControlPlaneExtensions
{
    /// <summary>Ends a server with <see cref="KillOptions.Default"/>.</summary>
    public static Task<KillOutcome> KillAsync(this IControlPlane plane, ServerName server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plane);
        return plane.KillAsync(server, KillOptions.Default, cancellationToken);
    }

    /// <summary>Stops guarding with <see cref="ReleaseOptions.Default"/>.</summary>
    public static Task<CommandOutcome> ReleaseAsync(this IControlPlane plane, ServerName server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plane);
        return plane.ReleaseAsync(server, ReleaseOptions.Default, cancellationToken);
    }

    /// <summary>Runs one tmux command with <see cref="CommandOptions.Default"/>.</summary>
    public static Task<CommandOutcome> ExecuteAsync(
        this IControlPlane plane, ServerName server, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plane);
        return plane.ExecuteAsync(server, words, CommandOptions.Default, cancellationToken);
    }

    /// <summary>The same for a command line that is made already; <see cref="TmuxCommands"/> makes those that are needed most.</summary>
    public static Task<CommandOutcome> ExecuteAsync(
        this IControlPlane plane, ServerName server, TmuxCommandLine line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(line);
        return plane.ExecuteAsync(server, line.Words, cancellationToken);
    }
}
