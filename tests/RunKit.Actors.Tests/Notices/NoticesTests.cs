using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using RunKit.Actors.Agents;
using RunKit.Actors.Notices;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Agents;
using RunKit.Tmux.Agents;
using RunKit.Tmux.Identity;

namespace RunKit.Actors.Tests.Notices;

/// <summary>What is told outside of agents, to whom, and how often.</summary>
public sealed class NoticesTests : Scenario
{
    private readonly Channel _channel = new();

    [Fact]
    public void What_comes_together_is_told_together_and_the_same_not_again_for_a_minute()
    {
        var notices = Start();
        Time.Advance(Seconds(10));
        Change(notices, 1, AgentStatus.Waiting);
        Change(notices, 2, AgentStatus.Failed);
        Settle(notices);
        _channel.Sent.ShouldBeEmpty();

        Time.Advance(Seconds(1));
        Eventually(() => _channel.Sent.Count.ShouldBe(1));
        _channel.Sent.Single().Agents.Select(agent => agent.Pane.Number).ShouldBe([1u, 2u]);

        Time.Advance(Seconds(50));
        Change(notices, 1, AgentStatus.Waiting);
        Settle(notices);
        Time.Advance(Seconds(5));
        Settle(notices);
        _channel.Sent.Count.ShouldBe(1);
        Time.Advance(Seconds(10));
        Change(notices, 1, AgentStatus.Waiting);
        Settle(notices);
        Time.Advance(Seconds(1));
        Eventually(() => _channel.Sent.Count.ShouldBe(2));
    }

    [Fact]
    public void Nothing_is_told_right_after_the_start_nor_of_what_is_looked_at_nor_of_other_states_nor_of_programs_without_rules()
    {
        var notices = Start();
        Change(notices, 1, AgentStatus.Waiting);
        Settle(notices);
        Time.Advance(Seconds(10));
        Change(notices, 2, AgentStatus.Waiting, isLookedAt: true);
        Change(notices, 3, AgentStatus.Idle);
        Change(notices, 4, AgentStatus.Attention, isKnown: false);
        Settle(notices);
        Time.Advance(Seconds(5));
        Settle(notices);

        _channel.Sent.ShouldBeEmpty();
    }

    [Fact]
    public void A_channel_that_takes_nothing_is_tried_again_ever_less_often_and_then_given_up()
    {
        _channel.Answer = new NoticeDelivery(Delivered: false, MayRetry: true, "it answered 500");
        var channel = Sys.ActorOf(ChannelActor.Props(_channel));
        channel.Tell(new NoticesProtocol.Send(Notice("one")));
        Eventually(() => _channel.Tries.ShouldBe(1));
        foreach (var (tries, pause) in ((int, double)[])[(2, 1), (3, 2), (4, 4), (5, 8), (6, 16)])
        {
            Settle(channel);
            Time.Advance(Seconds(pause) - Ms(1));
            Settle(channel);
            _channel.Tries.ShouldBe(tries - 1);
            Time.Advance(Ms(1));
            Eventually(() => _channel.Tries.ShouldBe(tries));
        }

        Settle(channel);
        EventFilter.Warning(contains: "given up, 1 since the start: it answered 500").ExpectOne(() => Time.Advance(Seconds(32)));
        _channel.Answer = new NoticeDelivery(Delivered: true, MayRetry: false, "it answered 204");
        channel.Tell(new NoticesProtocol.Send(Notice("two")));
        Eventually(() => _channel.Sent.Count.ShouldBe(1));
        Answer<NoticeResult>(channel, new NoticesProtocol.SendTest(Notice("test"))).ShouldBe(new NoticeResult("webhook", Delivered: true, "it answered 204", 1));
    }

    [Fact]
    public void A_channel_that_hangs_costs_its_queue_and_nobody_else_anything()
    {
        var hangs = new Channel { Hangs = new TaskCompletionSource<NoticeDelivery>() };
        var channel = Sys.ActorOf(ChannelActor.Props(hangs));
        EventFilter.Warning(contains: "too many wait").Expect(50, () =>
        {
            for (var notice = 0; notice < 151; notice++)
            {
                channel.Tell(new NoticesProtocol.Send(Notice($"{notice}")));
            }
        });

        hangs.Tries.ShouldBe(1);
        hangs.Hangs.SetResult(new NoticeDelivery(Delivered: true, MayRetry: false, "ok"));
        hangs.Hangs = null;
        Eventually(() => hangs.Tries.ShouldBe(101));
    }

    [Fact]
    public void A_refusal_that_will_not_change_is_given_up_at_once()
    {
        _channel.Answer = new NoticeDelivery(Delivered: false, MayRetry: false, "it answered 404");
        var channel = Sys.ActorOf(ChannelActor.Props(_channel));

        EventFilter.Warning(contains: "given up").ExpectOne(() => channel.Tell(new NoticesProtocol.Send(Notice("one"))));
        _channel.Tries.ShouldBe(1);
    }

    private IActorRef Start()
    {
        var notices = Sys.ActorOf(NoticesActor.Props(Ports.ToPorts() with { Notices = [_channel] }, Settings));
        Settle(notices);
        return notices;
    }

    private static byte[] Notice(string node) =>
        JsonSerializer.SerializeToUtf8Bytes(new AgentNotice("agent.state", node, DateTimeOffset.UnixEpoch, [], Test: false), PlaneJson.Default.AgentNotice);

    private static void Change(IActorRef notices, uint pane, AgentStatus status, bool isLookedAt = false, bool isKnown = true)
    {
        var old = new AgentState(AgentStatus.Working, DateTimeOffset.UnixEpoch);
        var record = new AgentRecord(new PaneId(pane), "a:0.0", "claude", isKnown, new ProcessIdentity(7, 8), old with { Status = status }) { IsLookedAt = isLookedAt };
        notices.Tell(new AgentsProtocol.ServerLooked(new ServerName("a"), new ServerGeneration(1, 2), TimeSpan.Zero, [record.Pane], [record], [new AgentEdge(record, old)], null));
    }

    private sealed class Channel : INoticeChannel
    {
        private int _tries;

        public string Name => "webhook";

        public NoticeDelivery Answer { get; set; } = new(Delivered: true, MayRetry: false, "ok");

        public TaskCompletionSource<NoticeDelivery>? Hangs { get; set; }

        public int Tries => Volatile.Read(ref _tries);

        public ConcurrentQueue<AgentNotice> Sent { get; } = new();

        public Task<NoticeDelivery> SendAsync(ReadOnlyMemory<byte> notice, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _tries);
            if (Hangs is { } hangs)
            {
                return hangs.Task;
            }

            if (Answer.Delivered)
            {
                Sent.Enqueue(JsonSerializer.Deserialize(Encoding.UTF8.GetString(notice.Span), PlaneJson.Default.AgentNotice)!);
            }

            return Task.FromResult(Answer);
        }
    }
}
