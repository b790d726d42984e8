using RunKit.Tmux.ControlMode;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

public class ReplyQueueTests
{
    private readonly ReplyQueue<string> _queue = new("n0nce");

    [Fact]
    public void A_command_is_written_with_its_sentinel_on_the_next_line()
    {
        _queue.Enqueue("a", "list-sessions").ShouldBe("list-sessions\ndisplay-messag -p rk-n0nce-0\n");
        _queue.Enqueue("b", "set-buffer \"x y\"").ShouldBe("set-buffer \"x y\"\ndisplay-messag -p rk-n0nce-1\n");
        _queue.IsIdle.ShouldBeFalse();
    }

    [Fact]
    public void One_block_and_its_sentinel_are_the_reply()
    {
        _queue.Enqueue("a", "list-sessions");
        _queue.Take(Block("main")).ShouldBeOfType<ReplyMatch<string>.More>();
        Answer("rk-n0nce-0").ShouldBe(("a", new CommandOutcome.Completed(["main"])));
        _queue.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public void A_command_without_a_block_has_an_empty_reply_and_shifts_nobody_elses()
    {
        _queue.Enqueue("comment", "#");
        _queue.Enqueue("next", "list-sessions");
        Answer("rk-n0nce-0").ShouldBe(("comment", new CommandOutcome.Completed([])));
        _queue.Take(Block("main"));
        Answer("rk-n0nce-1").ShouldBe(("next", new CommandOutcome.Completed(["main"])));
    }

    [Fact]
    public void Several_blocks_are_one_reply()
    {
        _queue.Enqueue("alias", "many");
        _queue.Take(Block("one"));
        _queue.Take(Block(""));
        _queue.Take(Block("two\nthree"));
        Answer("rk-n0nce-0").ShouldBe(("alias", new CommandOutcome.Completed(["one", "two", "three"])));
    }

    [Fact]
    public void An_error_is_a_failure_in_tmuxs_words()
    {
        _queue.Enqueue("a", "bogus");
        _queue.Take(Block("parse error: unknown command: bogus", failed: true)).ShouldBeOfType<ReplyMatch<string>.More>();
        Answer("rk-n0nce-0").ShouldBe(("a", new CommandOutcome.Failed("parse error: unknown command: bogus")));
    }

    [Theory]
    [InlineData("rk-n0nce")]
    [InlineData(" rk-n0nce-0")]
    [InlineData("rk-other-0")]
    [InlineData("")]
    public void Only_its_own_sentinel_ends_a_reply(string body)
    {
        _queue.Enqueue("a", "x");
        _queue.Take(Block(body)).ShouldBeOfType<ReplyMatch<string>.More>();
        _queue.IsIdle.ShouldBeFalse();
    }

    [Theory]
    [InlineData("rk-n0nce-1")]
    [InlineData("rk-n0nce-0 ")]
    [InlineData("rk-n0nce-0\n")]
    public void A_sentinel_out_of_its_turn_answers_nobody(string body)
    {
        _queue.Enqueue("a", "x");
        _queue.Enqueue("b", "y");
        _queue.Take(Block(body)).ShouldBe(new ReplyMatch<string>.Unmatched("a reply's end never came"));
        _queue.Drain().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Lines_of_one_block_each_share_a_sentinel_and_each_caller_gets_its_own()
    {
        _queue.EnqueueSingles(["a", "b"], ["list-pane", "send-key x"]).ShouldBe("list-pane\nsend-key x\ndisplay-messag -p rk-n0nce-0\n");
        Said(_queue.Take(Block("one"))).ShouldBe(["a: one"]);
        _queue.Take(Block("no such pane", failed: true)).ShouldBeOfType<ReplyMatch<string>.More>();
        Said(_queue.Take(Block("rk-n0nce-0"))).ShouldBe(["b: no such pane"]);
    }

    [Fact]
    public void Whoever_asks_alone_is_answered_before_the_sentinel_that_checks_it()
    {
        _queue.EnqueueSingles(["a"], ["list-pane"]);
        _queue.IsIdle.ShouldBeFalse();
        _queue.Take(Block("one")).ShouldBeOfType<ReplyMatch<string>.Answered>().Ended.ShouldBe(0);
        _queue.IsIdle.ShouldBeTrue();
        var checkedNow = _queue.Take(Block("rk-n0nce-0")).ShouldBeOfType<ReplyMatch<string>.Answered>();
        checkedNow.Replies.ShouldBeEmpty();
        checkedNow.Ended.ShouldBe(1);
        _queue.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public void A_second_block_for_one_who_asked_alone_is_told_by_the_sentinel()
    {
        _queue.EnqueueSingles(["a"], ["list-pane"]);
        _queue.Take(Block("one"));
        _queue.Take(Block("two")).ShouldBeOfType<ReplyMatch<string>.More>();
        _queue.Take(Block("rk-n0nce-0")).ShouldBe(new ReplyMatch<string>.Unmatched("1 commands had 2 replies"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_block_too_few_or_too_many_answers_nobody(int blocks)
    {
        _queue.EnqueueSingles(["a", "b"], ["x", "y"]);
        for (var i = 0; i < blocks; i++)
        {
            _queue.Take(Block("reply"));
        }

        _queue.Take(Block("rk-n0nce-0")).ShouldBe(new ReplyMatch<string>.Unmatched($"2 commands had {blocks} replies"));
        _queue.Drain().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_sentinel_that_failed_ends_nothing()
    {
        _queue.Enqueue("a", "x");
        _queue.Take(Block("rk-n0nce-0", failed: true)).ShouldBeOfType<ReplyMatch<string>.More>();
    }

    [Fact]
    public void A_block_that_nobody_waits_for_is_unexpected()
    {
        _queue.Take(Block("x")).ShouldBeOfType<ReplyMatch<string>.Unmatched>();
        _queue.Enqueue("a", "x");
        Answer("rk-n0nce-0");
        _queue.Take(Block("rk-n0nce-0")).ShouldBeOfType<ReplyMatch<string>.Unmatched>();
    }

    [Fact]
    public void Those_who_still_wait_are_drained_once_and_in_order()
    {
        _queue.Enqueue("a", "x");
        _queue.Enqueue("b", "y");
        _queue.Drain().ShouldBe(["a", "b"]);
        _queue.Drain().ShouldBeEmpty();
        _queue.Take(Block("late")).ShouldBeOfType<ReplyMatch<string>.Unmatched>();
    }

    [Fact]
    public void Any_mixture_of_replies_reaches_its_own_caller()
    {
        var random = new Random(21);
        for (var round = 0; round < 2_000; round++)
        {
            var queue = new ReplyQueue<int>("n0nce");
            var sent = Enumerable.Range(0, random.Next(1, 12)).ToArray();
            foreach (var caller in sent)
            {
                queue.Enqueue(caller, "x");
            }

            foreach (var caller in sent)
            {
                var bodies = Enumerable.Range(0, random.Next(4)).Select(part => $"{caller}/{part}").ToArray();
                foreach (var body in bodies)
                {
                    queue.Take(Block(body)).ShouldBeOfType<ReplyMatch<int>.More>();
                }

                var answered = queue.Take(Block($"rk-n0nce-{caller}")).ShouldBeOfType<ReplyMatch<int>.Answered>();
                answered.Replies.Single().Caller.ShouldBe(caller);
                answered.Replies.Single().Blocks.Select(block => block.Text).ShouldBe(bodies);
            }
        }
    }

    private static IEnumerable<string> Said(ReplyMatch<string> match) =>
        match.ShouldBeOfType<ReplyMatch<string>.Answered>().Replies.Select(reply => $"{reply.Caller}: {reply.Blocks.Single().Text}");

    private (string Caller, CommandOutcome Outcome) Answer(string sentinel)
    {
        var answered = _queue.Take(Block(sentinel)).ShouldBeOfType<ReplyMatch<string>.Answered>();
        var reply = answered.Replies.Single();
        return (reply.Caller, CommandOutcome.From(reply.Blocks));
    }
}
