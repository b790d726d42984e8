using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class PipeToTests : ContractTest
{
    private sealed class Piping : ReceiveActor
    {
        public Piping(Task<int> work)
        {
            IActorRef asker = ActorRefs.Nobody;
            Receive<string>(go =>
            {
                asker = Sender;
                _ = work.PipeTo(Self, success: result => $"came to {result}", failure: exception => exception);
                Become(() =>
                {
                    Receive<string>(text => asker.Tell(text));
                    Receive<Exception>(exception => asker.Tell(exception.Message));
                });
            });
        }
    }

    [Fact]
    public void A_result_becomes_a_message()
    {
        _ = Task.FromResult("result").PipeTo(TestActor);
        ExpectMsg("result");
    }

    [Fact]
    public void A_result_comes_from_nobody_unless_told_otherwise()
    {
        var probe = CreateTestProbe();
        _ = Task.FromResult("anonymous").PipeTo(TestActor);
        ExpectMsg("anonymous");
        LastSender.ShouldBe(Sys.DeadLetters);
        _ = Task.FromResult("signed").PipeTo(TestActor, probe.Ref);
        ExpectMsg("signed");
        LastSender.ShouldBe(probe.Ref);
    }

    [Fact]
    public void A_failed_task_becomes_a_failure()
    {
        _ = Task.FromException<string>(new Boom("no result")).PipeTo(TestActor);
        ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<Boom>().Message.ShouldBe("no result");
    }

    [Fact]
    public void A_cancelled_task_becomes_a_failure()
    {
        _ = Task.FromCanceled<string>(new CancellationToken(true)).PipeTo(TestActor);
        ExpectMsg<Status.Failure>().Cause.ShouldBeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public void A_result_may_be_translated()
    {
        _ = Task.FromResult(21).PipeTo(TestActor, success: number => number * 2);
        ExpectMsg(42);
    }

    [Fact]
    public void A_failure_may_be_translated()
    {
        _ = Task.FromException<int>(new Boom("oh")).PipeTo(TestActor, failure: exception => $"{exception.Message} no");
        ExpectMsg("oh no");
    }

    [Fact]
    public async Task A_task_without_a_result_sends_nothing()
    {
        await Task.CompletedTask.PipeTo(TestActor);
        TestActor.Tell("nothing before this");
        await ExpectMsgAsync("nothing before this");
    }

    [Fact]
    public void A_task_without_a_result_sends_what_it_is_told_to()
    {
        _ = Task.CompletedTask.PipeTo(TestActor, success: () => "done");
        ExpectMsg("done");
    }

    [Fact]
    public void A_failed_task_without_a_result_becomes_a_failure()
    {
        _ = Task.FromException(new Boom("undone")).PipeTo(TestActor);
        ExpectMsg<Status.Failure>().Cause.Message.ShouldBe("undone");
    }

    [Theory]
    [InlineData(false, "came to 7")]
    [InlineData(true, "lost")]
    public void An_actor_pipes_its_work_to_itself(bool fails, string answer)
    {
        var work = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = work.Task;
        Sys.ActorOf(Props.Create(() => new Piping(task))).Tell("go");
        if (fails)
        {
            work.SetException(new Boom("lost"));
        }
        else
        {
            work.SetResult(7);
        }

        ExpectMsg(answer);
    }
}
