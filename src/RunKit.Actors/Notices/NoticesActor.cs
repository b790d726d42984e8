using System.Text.Json;
using Akka.Event;
using RunKit.Actors.Agents;
using RunKit.ControlPlane.Agents;

namespace RunKit.Actors.Notices;

/// <summary>Tells outside of agents that want their user: by each channel that is configured, what comes together in one notice.</summary>
internal sealed class NoticesActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TestLimit = TimeSpan.FromSeconds(15);

    private readonly Dictionary<(ServerName, PaneId), AgentView> _joined = [];
    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly NoticeFilter _filter;
    private ImmutableArray<(string Name, IActorRef Actor)> _channels = [];

    public NoticesActor(PlanePorts ports, PlaneSettings settings)
    {
        (_ports, _settings) = (ports, settings);
        _filter = new NoticeFilter(settings.Notices, ports.Clock());
        Receive<AgentsProtocol.ServerLooked>(OnLooked);
        Receive<NoticesProtocol.Test>(_ => OnTest());
        Receive<JoinDue>(_ => Send());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PlanePorts ports, PlaneSettings settings) => Akka.Actor.Props.Create(() => new NoticesActor(ports, settings));

    protected override void PreStart() =>
        _channels = [.. _ports.Notices.Select(channel => (channel.Name, Context.ActorOf(ChannelActor.Props(channel), channel.Name)))];

    private void OnLooked(AgentsProtocol.ServerLooked looked)
    {
        foreach (var record in _filter.Take(looked, _ports.Clock()))
        {
            _joined[(looked.Server, record.Pane)] = AgentView.Of(_settings.Node, looked.Server, looked.Generation, record);
        }

        if (_joined.Count > 0 && !Timers.IsTimerActive(nameof(JoinDue)))
        {
            Timers.StartSingleTimer(nameof(JoinDue), new JoinDue(), _settings.Notices.Join);
        }
    }

    private void Send()
    {
        var notice = Write([.. _joined.Values], isTest: false);
        _joined.Clear();
        foreach (var (_, channel) in _channels)
        {
            channel.Tell(new NoticesProtocol.Send(notice));
        }
    }

    private void OnTest()
    {
        var notice = Write([], isTest: true);
        Task.WhenAll(_channels.Select(channel => AskAsync(channel.Name, channel.Actor, notice))).PipeTo(
            Sender, Self, results => new NoticesProtocol.Tested(_settings.Node, [.. results]));
    }

    private static async Task<NoticeResult> AskAsync(string name, IActorRef channel, ReadOnlyMemory<byte> notice)
    {
        try
        {
            return await channel.Ask<NoticeResult>(new NoticesProtocol.SendTest(notice), TestLimit).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return new NoticeResult(name, Delivered: false, $"nothing came of it within {TestLimit.TotalSeconds:0} s", 0);
        }
    }

    private byte[] Write(ImmutableArray<AgentView> agents, bool isTest) => JsonSerializer.SerializeToUtf8Bytes(
        new AgentNotice(EventTypes.AgentState, _settings.Node, _ports.Time.GetUtcNow(), agents, isTest), PlaneJson.Default.AgentNotice);

    private sealed record JoinDue : INoSerializationVerificationNeeded;
}
