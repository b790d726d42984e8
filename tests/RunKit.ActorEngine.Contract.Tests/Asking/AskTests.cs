using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Configs;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>Answers "text" with itself, exceptions with a failure, and "hold" when it is told to "release" the answer.</summary>
public sealed class Answering : ReceiveActor
{
    private IActorRef? _held;

    public Answering()
    {
        Receive<string>(text => text == "hold", _ => _held = Sender);
        Receive<string>(text => text == "release", _ =>
        {
            _held!.Tell("late");
            Sender.Tell("released");
        });
        Receive<Exception>(exception => Sender.Tell(new Status.Failure(exception)));
        Receive<IActorRef>(asker => asker.Tell("to you"));
        Receive<string>(text => Sender.Tell(text));
    }
}

public sealed class AskTests : ContractTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
    private readonly IActorRef _actor;

    public AskTests() => _actor = Sys.ActorOf(Props.Create(() => new Answering()), "answering");

    [Fact]
    public async Task An_ask_completes_with_the_answer()
    {
        (await _actor.Ask<string>("question")).ShouldBe("question");
        (await _actor.Ask<string>("question", Patience)).ShouldBe("question");
        (await _actor.Ask("question", Patience)).ShouldBe("question");
    }

    [Fact]
    public async Task A_selection_can_be_asked() =>
        (await Sys.ActorSelection("/user/answering").Ask<string>("question", Patience)).ShouldBe("question");

    [Fact]
    public async Task The_message_may_carry_the_reference_to_answer() =>
        (await _actor.Ask<string>(replyTo => replyTo, Patience, CancellationToken.None)).ShouldBe("to you");

    [Fact]
    public async Task Many_asks_do_not_mix_up_their_answers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => _actor.Ask<string>($"{i}", Patience)));
        answers.ShouldBe(Enumerable.Range(0, 500).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Without_an_answer_an_ask_times_out()
    {
        var exception = await Should.ThrowAsync<AskTimeoutException>(() => _actor.Ask<string>("hold", Short));
        exception.Message.ShouldBe("Timeout after 0.10 seconds");
    }

    [Fact]
    public async Task A_cancelled_ask_is_a_cancelled_task()
    {
        using var cancellation = new CancellationTokenSource();
        var answer = _actor.Ask<string>("hold", cancellation.Token);
        answer.IsCompleted.ShouldBeFalse();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task An_answer_of_another_type_is_an_ArgumentException() =>
        await Should.ThrowAsync<ArgumentException>(() => _actor.Ask<int>("no number", Patience));

    [Fact]
    public async Task A_failure_is_thrown()
    {
        var exception = await Should.ThrowAsync<Boom>(() => _actor.Ask<string>(new Boom("sorry"), Patience));
        exception.Message.ShouldBe("sorry");
    }

    [Fact]
    public async Task A_failure_is_returned_to_who_asks_for_any_object()
    {
        (await _actor.Ask(new Boom("sorry"), Patience)).ShouldBeOfType<Status.Failure>().Cause.Message.ShouldBe("sorry");
        (await _actor.Ask<object>(new Boom("sorry"), Patience)).ShouldBeOfType<Status.Failure>();
    }

    [Fact]
    public async Task The_dead_do_not_answer()
    {
        await WatchAsync(_actor);
        Sys.Stop(_actor);
        await ExpectTerminatedAsync(_actor);
        await Should.ThrowAsync<AskTimeoutException>(() => _actor.Ask<string>("are you there?", Short));
    }

    [Fact]
    public async Task A_late_answer_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        await Should.ThrowAsync<AskTimeoutException>(() => _actor.Ask<string>("hold", Short));
        _actor.Tell("release", ActorRefs.NoSender);
        var letters = new[] { await ExpectMsgAsync<DeadLetter>(), await ExpectMsgAsync<DeadLetter>() };
        letters.Select(letter => letter.Message).ShouldBe(["late", "released"]);
    }

    [Fact]
    public async Task A_late_answer_to_a_cancelled_ask_is_no_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        using var cancellation = new CancellationTokenSource();
        var answer = _actor.Ask<string>("hold", cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => answer);
        _actor.Tell("release", ActorRefs.NoSender);
        (await ExpectMsgAsync<DeadLetter>()).Message.ShouldBe("released");
    }
}

public sealed class AskTimeoutTests() : ContractTest("akka.actor.ask-timeout = 100ms")
{
    [Fact]
    public async Task The_configured_timeout_counts_when_none_is_given()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Answering()));
        await Should.ThrowAsync<AskTimeoutException>(() => actor.Ask<string>("hold"));
    }
}

public sealed class AskInVirtualTimeTests() : ContractTest(TestConfigs.TestSchedulerConfig)
{
    [Fact]
    public async Task An_ask_times_out_in_real_time()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Answering()));
        await Should.ThrowAsync<AskTimeoutException>(() => actor.Ask<string>("hold", TimeSpan.FromMilliseconds(100)));
    }
}
