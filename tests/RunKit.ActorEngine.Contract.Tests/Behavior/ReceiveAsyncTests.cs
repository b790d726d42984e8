using System.Runtime.CompilerServices;
using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class ReceiveAsyncTests : ContractTest
{
    private sealed class Waiting : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Waiting(IActorRef listener, Task gate)
        {
            _listener = listener;
            ReceiveAsync<string>(text => text == "wait", async _ =>
            {
                listener.Tell("waiting");
                await gate;
                listener.Tell("resumed");
            });
            ReceiveAsync<string>(text => text == "crash", async _ =>
            {
                await Task.Yield();
                throw new Boom();
            });
            Receive<string>(text => listener.Tell(text));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _listener.Tell($"restart:{reason.Message}:{message}");
            base.PreRestart(reason, message);
        }

        protected override void PostStop() => _listener.Tell("post-stop");
    }

    private sealed class Looking : ReceiveActor
    {
        public Looking() => ReceiveAsync<string>(async text =>
        {
            var before = (Sender, Self, Context, Context.Parent);
            await Task.Yield();
            await Task.Delay(1);
            var after = (Sender, Self, Context, Context.Parent);
            Sender.Tell(before.Equals(after) ? text : "changed");
            await Task.Yield();
            Sender.Tell(Context.Child("none").IsNobody() ? "context works" : "context is of another");
        });
    }

    /// <summary>Continues on a new thread, which no actor ever ran on: what ConfigureAwait(false) does when it is unlucky.</summary>
    private sealed class NewThread : INotifyCompletion
    {
        public bool IsCompleted => false;

        public NewThread GetAwaiter() => this;

        public void OnCompleted(Action continuation) => new Thread(() => continuation()).Start();

        public void GetResult()
        {
        }
    }

    private sealed class WithoutContext : ReceiveActor
    {
        public WithoutContext() => ReceiveAsync<string>(async _ =>
        {
            var asker = Sender;
            await new NewThread();
            try
            {
                asker.Tell(Context.Self.Path.Name, ActorRefs.NoSender);
            }
            catch (NotSupportedException)
            {
                asker.Tell("no context", ActorRefs.NoSender);
            }
        });
    }

    private sealed class Mixed : ReceiveActor
    {
        public Mixed()
        {
            ReceiveAsync<int>(n => n % 3 == 0, async n =>
            {
                await Task.Yield();
                Sender.Tell(n);
            });
            ReceiveAsync<int>(
                n =>
                {
                    Sender.Tell(n);
                    return Task.CompletedTask;
                },
                n => n % 3 == 1);
            Receive<int>(n => Sender.Tell(n));
            ReceiveAnyAsync(async message =>
            {
                await Task.Yield();
                Sender.Tell($"any {message}");
            });
        }
    }

    private sealed class Asking : ReceiveActor
    {
        public Asking(IActorRef other) => ReceiveAsync<int>(async number =>
        {
            var answer = await other.Ask<int>(number);
            Sender.Tell(answer + 1);
        });
    }

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IActorRef StartWaiting()
    {
        var listener = TestActor;
        var gate = _gate.Task;
        return Sys.ActorOf(Props.Create(() => new Waiting(listener, gate)));
    }

    [Fact]
    public void User_messages_wait_until_the_task_completes()
    {
        var actor = StartWaiting();
        actor.Tell("wait");
        actor.Tell("next");
        ExpectMsg("waiting");
        ExpectNoMsg(100);
        _gate.SetResult();
        ExpectMsg("resumed");
        ExpectMsg("next");
    }

    [Fact]
    public void Sender_Self_and_Context_survive_awaits()
    {
        Sys.ActorOf(Props.Create(() => new Looking())).Tell("the same");
        ExpectMsg("the same");
        ExpectMsg("context works");
    }

    [Fact]
    public void A_message_told_after_an_await_comes_from_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Looking()));
        actor.Tell("x");
        ExpectMsg("x");
        LastSender.ShouldBe(actor);
    }

    [Fact]
    public void A_continuation_that_leaves_the_actor_has_no_context()
    {
        Sys.ActorOf(Props.Create(() => new WithoutContext())).Tell("x");
        ExpectMsg("no context");
    }

    [Fact]
    public void A_stop_does_not_wait_for_the_task_and_the_rest_of_the_handler_never_runs()
    {
        var actor = Watch(StartWaiting());
        actor.Tell("wait");
        ExpectMsg("waiting");
        Sys.Stop(actor);
        ExpectMsg("post-stop");
        ExpectTerminated(actor);
        _gate.SetResult();
        ExpectNoMsg(200);
    }

    [Fact]
    public void A_PoisonPill_waits_for_the_task_like_any_message()
    {
        var actor = Watch(StartWaiting());
        actor.Tell("wait");
        ExpectMsg("waiting");
        actor.Tell(PoisonPill.Instance);
        ExpectNoMsg(100);
        _gate.SetResult();
        ExpectMsg("resumed");
        ExpectMsg("post-stop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void An_exception_after_an_await_restarts_the_actor_with_the_original_message()
    {
        var actor = StartWaiting();
        actor.Tell("crash");
        actor.Tell("after");
        ExpectMsg("restart:boom:crash");
        ExpectMsg("post-stop");
        ExpectMsg("after");
    }

    [Fact]
    public void Asynchronous_and_plain_handlers_keep_the_order_of_their_messages()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Mixed()));
        for (var i = 0; i < 300; i++)
        {
            actor.Tell(i);
        }

        for (var i = 0; i < 300; i++)
        {
            ExpectMsg(i);
        }
    }

    [Fact]
    public void ReceiveAnyAsync_takes_what_nobody_took()
    {
        Sys.ActorOf(Props.Create(() => new Mixed())).Tell("odd");
        ExpectMsg("any odd");
    }

    [Fact]
    public void A_failed_task_that_never_yielded_restarts_the_actor_too()
    {
        var listener = TestActor;
        var failed = Task.FromException(new Boom("at once"));
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(listener, failed)));
        actor.Tell("wait");
        ExpectMsg("waiting");
        ExpectMsg("restart:at once:wait");
    }

    [Fact]
    public void An_actor_can_await_the_answer_of_another()
    {
        var other = Sys.ActorOf(Props.Create(() => new Mixed()));
        var actor = Sys.ActorOf(Props.Create(() => new Asking(other)));
        for (var i = 0; i < 100; i++)
        {
            actor.Tell(i);
        }

        for (var i = 0; i < 100; i++)
        {
            ExpectMsg(i + 1);
        }

        LastSender.ShouldBe(actor);
    }
}
