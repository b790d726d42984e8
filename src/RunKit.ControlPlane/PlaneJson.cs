using System.Text.Json.Serialization;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Nodes;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.Agents;
using RunKit.ControlPlane.Streams;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Commands;

namespace RunKit.ControlPlane;

/// <summary>The contract's JSON, generated at build time: the same for the API, its clients and <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(KebabCaseEnum<GuardState>),
        typeof(KebabCaseEnum<LossCause>),
        typeof(KebabCaseEnum<UnreachableReason>),
        typeof(KebabCaseEnum<AgentStatus>),
        typeof(KebabCaseEnum<AgentWaitKind>),
        typeof(KebabCaseEnum<AgentSource>),
    ])]
[JsonSerializable(typeof(ImmutableArray<ServerView>))]
[JsonSerializable(typeof(ServerTree))]
[JsonSerializable(typeof(ImmutableArray<ServerTree>))]
[JsonSerializable(typeof(PlaneEvent))]
[JsonSerializable(typeof(ServerEventEnvelope))]
[JsonSerializable(typeof(PlaneResync))]
[JsonSerializable(typeof(NodeHappened))]
[JsonSerializable(typeof(ImmutableArray<NodeView>))]
[JsonSerializable(typeof(KillOutcome))]
[JsonSerializable(typeof(NewServer))]
[JsonSerializable(typeof(CreateOutcome))]
[JsonSerializable(typeof(CommandOutcome))]
[JsonSerializable(typeof(CaptureOutcome))]
[JsonSerializable(typeof(PaneCapture))]
[JsonSerializable(typeof(ImmutableArray<PaneSummary>))]
[JsonSerializable(typeof(ImmutableArray<PaneUse>))]
[JsonSerializable(typeof(PaneStreamEvent))]
[JsonSerializable(typeof(PaneStreamEvent.Snapshot), TypeInfoPropertyName = "PaneStreamSnapshot")]
[JsonSerializable(typeof(PaneStreamEvent.Output), TypeInfoPropertyName = "PaneStreamOutput")]
[JsonSerializable(typeof(PaneStreamEvent.Ended), TypeInfoPropertyName = "PaneStreamEnded")]
[JsonSerializable(typeof(PaneSnapshot))]
[JsonSerializable(typeof(PaneStreamOptions))]
[JsonSerializable(typeof(WaitRequest))]
[JsonSerializable(typeof(WaitOutcome))]
[JsonSerializable(typeof(WaitOutcome.TimedOut), TypeInfoPropertyName = "WaitTimedOut")]
[JsonSerializable(typeof(WaitOutcome.UnknownPane), TypeInfoPropertyName = "WaitUnknownPane")]
[JsonSerializable(typeof(WaitOutcome.NotKnown), TypeInfoPropertyName = "WaitNotKnown")]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(ImmutableArray<RunView>))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(RunResult.Refused), TypeInfoPropertyName = "RunRefused")]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(KeysRequest))]
[JsonSerializable(typeof(SendOutcome))]
[JsonSerializable(typeof(SendOutcome.Refused), TypeInfoPropertyName = "SendRefused")]
[JsonSerializable(typeof(SendOutcome.Unknown), TypeInfoPropertyName = "SendUnknown")]
[JsonSerializable(typeof(ImmutableArray<string>))]
[JsonSerializable(typeof(ServerGeneration))]
[JsonSerializable(typeof(ServerAppeared))]
[JsonSerializable(typeof(ServerConnected))]
[JsonSerializable(typeof(ServerLost))]
[JsonSerializable(typeof(ServerSocketLost))]
[JsonSerializable(typeof(ServerUnreachable))]
[JsonSerializable(typeof(ServerReachable))]
[JsonSerializable(typeof(ServerRemoved))]
[JsonSerializable(typeof(SessionAdded))]
[JsonSerializable(typeof(SessionRenamed))]
[JsonSerializable(typeof(SessionRemoved))]
[JsonSerializable(typeof(SessionWindowChanged))]
[JsonSerializable(typeof(WindowAdded))]
[JsonSerializable(typeof(WindowRenamed))]
[JsonSerializable(typeof(WindowRemoved))]
[JsonSerializable(typeof(WindowPaneChanged))]
[JsonSerializable(typeof(WindowStrayed))]
[JsonSerializable(typeof(PaneAdded))]
[JsonSerializable(typeof(PaneRemoved))]
[JsonSerializable(typeof(PaneChanged))]
[JsonSerializable(typeof(PaneExited))]
[JsonSerializable(typeof(PanePrompt))]
[JsonSerializable(typeof(PaneOutputStarted))]
[JsonSerializable(typeof(PaneOutputQuiet))]
[JsonSerializable(typeof(SessionLinksChanged))]
[JsonSerializable(typeof(SessionGroupChanged))]
[JsonSerializable(typeof(WindowLayoutChanged))]
[JsonSerializable(typeof(ClientAttached))]
[JsonSerializable(typeof(ClientDetached))]
[JsonSerializable(typeof(ClientChanged))]
[JsonSerializable(typeof(BufferChanged))]
[JsonSerializable(typeof(BufferRemoved))]
[JsonSerializable(typeof(AgentStateChanged))]
[JsonSerializable(typeof(AgentView))]
[JsonSerializable(typeof(AgentReport))]
[JsonSerializable(typeof(AgentNotice))]
[JsonSerializable(typeof(ImmutableArray<NoticeResult>))]
[JsonSerializable(typeof(NoticeResult[]))]
[JsonSerializable(typeof(AgentOutcome))]
[JsonSerializable(typeof(AgentOutcome.Explained), TypeInfoPropertyName = "AgentExplained")]
[JsonSerializable(typeof(AgentOutcome.NotKnown), TypeInfoPropertyName = "AgentNotKnown")]
[JsonSerializable(typeof(AgentOutcome.UnknownPane), TypeInfoPropertyName = "AgentUnknownPane")]
public sealed partial class PlaneJson : JsonSerializerContext;
