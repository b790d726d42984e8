using RunKit.Tmux.Ports;
using System.Text.Json;
using Akka.Actor;
using RunKit.Actors.Plane;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Tests.Plane;

/// <summary>What every caller of a plane may count on, call by call.</summary>
public sealed class CallerTests : Scenario
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly ServerName Name = new("a");

    private static readonly PaneAddress Pane = new(Name, new PaneId(5));

    private static readonly Dictionary<string, Func<IControlPlane, CancellationToken, Task>> Calls = new(StringComparer.Ordinal)
    {
        [nameof(IControlPlane.GetLastEventIdAsync)] = (plane, token) => plane.GetLastEventIdAsync(token),
        [nameof(IControlPlane.GetServersAsync)] = (plane, token) => plane.GetServersAsync(token),
        [nameof(IControlPlane.GetTreeAsync)] = (plane, token) => plane.GetTreeAsync(Name, token),
        [nameof(IControlPlane.NewAsync)] = (plane, token) => plane.NewAsync(new NewServer(Name, null, null, [], AttachOk: false), token),
        [nameof(IControlPlane.KillAsync)] = (plane, token) => plane.KillAsync(Name, token),
        [nameof(IControlPlane.ExecuteAsync)] = (plane, token) => plane.ExecuteAsync(Name, ["list-sessions"], token),
        [nameof(IControlPlane.GetAgentsAsync)] = (plane, token) => plane.GetAgentsAsync(all: false, token),
        [nameof(IControlPlane.ExplainAgentAsync)] = (plane, token) => plane.ExplainAgentAsync(Pane, token),
        [nameof(IControlPlane.TestNotificationsAsync)] = (plane, token) => plane.TestNotificationsAsync(token),
        [nameof(IControlPlane.CaptureAsync)] = (plane, token) => plane.CaptureAsync(Pane, CaptureOptions.Default, token),
        [nameof(IControlPlane.SendAsync)] = (plane, token) => plane.SendAsync(Pane, new SendRequest("x"), token),
        [nameof(IControlPlane.KeysAsync)] = (plane, token) => plane.KeysAsync(Pane, new KeysRequest(["Enter"]), token),
        [nameof(IControlPlane.WaitAsync)] = (plane, token) => plane.WaitAsync(Pane, new WaitRequest { Prompt = true }, token),
        [nameof(IControlPlane.GetRunsAsync)] = (plane, token) => plane.GetRunsAsync(token),
        [nameof(IControlPlane.GetRunAsync)] = (plane, token) => plane.GetRunAsync(new RunId(1), token),
        [nameof(IControlPlane.CancelRunAsync)] = (plane, token) => plane.CancelRunAsync(new RunId(1), token),
        [nameof(IControlPlane.RunAsync)] = async (plane, token) =>
        {
            await using var events = plane.RunAsync(Name, new RunRequest(["true"]), token).GetAsyncEnumerator(CancellationToken.None);
            await events.MoveNextAsync();
        },
        [nameof(IControlPlane.ReleaseAsync)] = (plane, token) => plane.ReleaseAsync(Name, token),
        [nameof(IControlPlane.GuardAsync)] = (plane, token) => plane.GuardAsync(Name, token),
        [nameof(IControlPlane.ReadEventsAsync)] = async (plane, token) =>
        {
            await using var events = plane.ReadEventsAsync(null, token).GetAsyncEnumerator(CancellationToken.None);
            await events.MoveNextAsync();
        },
    };

    public static TheoryData<string> Verbs => [.. Calls.Keys];

    public static TheoryData<Type> ContractTypes =>
    [
        .. (from method in typeof(IControlPlane).GetMethods()
            from type in method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)
            select Core(type)).Where(type => type.Namespace?.StartsWith("RunKit", StringComparison.Ordinal) == true).Distinct(),
    ];

    [Fact]
    public void Every_call_of_the_contract_is_tested_here_and_can_be_cancelled()
    {
        var methods = typeof(IControlPlane).GetMethods().Where(method => method.ReturnType != typeof(IControlPlane) && !method.IsSpecialName).ToArray();

        methods.Select(method => method.Name).Distinct().ShouldBe(Calls.Keys, ignoreOrder: true);
        methods.ShouldAllBe(method => method.GetParameters().Last().ParameterType == typeof(CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_call_before_the_plane_is_there_waits_until_it_is_cancelled(string verb)
    {
        var plane = new ActorControlPlane(NobodyAsync, Settings);
        using var stop = new CancellationTokenSource();
        var call = Calls[verb](plane, stop.Token);
        call.IsCompleted.ShouldBeFalse();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(Limit));

        static async Task<IActorRef> NobodyAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return ActorRefs.Nobody;
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_call_that_waits_for_its_answer_ends_when_it_is_cancelled(string verb)
    {
        var deaf = CreateTestProbe();
        var plane = new ActorControlPlane(_ => Task.FromResult(deaf.Ref), Settings);
        using var stop = new CancellationTokenSource();
        var call = Calls[verb](plane, stop.Token);
        deaf.ReceiveOne(Limit).ShouldNotBeNull();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(Limit));
    }

    [Fact]
    public async Task Cancelling_an_exec_ends_the_waiting_and_not_the_command()
    {
        Ports.Start("a");
        var plane = Plane();
        await AwaitAssertAsync(async () => (await plane.GetServersAsync(default)).Single().Status.ShouldBe(ServerStatus.Connected), interval: Ms(2));
        var commands = Ports.Server("a").Connection.Commands;
        commands.Hold();
        using var stop = new CancellationTokenSource();
        var call = plane.ExecuteAsync(Name, ["send-keys", "x"], stop.Token);
        Eventually(() => commands.Held.Count.ShouldBe(1));

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(Limit));
        commands.Held.ShouldHaveSingleItem().IsCancelled.ShouldBeFalse();
        commands.Held[0].Answer(CommandOutcome.Completed.Of());
    }

    [Fact]
    public async Task A_reader_that_is_slower_than_the_buffer_is_long_is_told_what_it_has_missed()
    {
        Settings = Settings with { EventBuffer = 4 };
        var plane = Plane();
        var last = await plane.GetLastEventIdAsync(default);
        await using var events = plane.ReadEventsAsync(last, default).GetAsyncEnumerator();
        var first = events.MoveNextAsync().AsTask();
        for (var number = 0; number < 300; number++)
        {
            Ports.Start($"s{number}");
        }

        await AwaitAssertAsync(async () => (await plane.GetServersAsync(default)).Count(view => view.Status == ServerStatus.Connected).ShouldBe(300), interval: Ms(2));
        var end = await plane.GetLastEventIdAsync(default);
        (await first.WaitAsync(Limit)).ShouldBeTrue();
        var resyncs = 0;
        for (var before = last.Sequence; before < end.Sequence; before = events.Current.Id.Sequence)
        {
            if (before != last.Sequence)
            {
                (await events.MoveNextAsync().AsTask().WaitAsync(Limit)).ShouldBeTrue();
            }

            if (events.Current is PlaneResync)
            {
                resyncs++;
            }
            else
            {
                events.Current.Id.Sequence.ShouldBe(before + 1);
            }
        }

        resyncs.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(ContractTypes))]
    public void Whatever_goes_into_a_call_or_comes_out_of_it_survives_a_round_trip(Type type)
    {
        foreach (var sample in Sample.Of(type))
        {
            JsonSerializer.Deserialize(JsonSerializer.Serialize(sample, type), type).ShouldBeAlike(sample);
        }

        StructuralEquality.HoldsSomethingAlive(type).ShouldBeFalse();
    }

    private ActorControlPlane Plane()
    {
        var supervisor = ActorOf(RunKitSupervisor.Props(Ports.ToPorts(), Settings), RunKitSupervisor.Name);
        return new ActorControlPlane(_ => Task.FromResult(supervisor), Settings);
    }

    private static Type Core(Type type) => type.IsGenericType ? Core(type.GetGenericArguments()[0]) : type;
}
