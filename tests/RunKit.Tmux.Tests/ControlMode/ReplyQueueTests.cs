using RunKit.Tmux.ControlMode;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

public class ReplyQueueTests
{
    private readonly ReplyQueue<string> _queue = new("n0nce");

    [Fact]
    public void A_command_is_written_with_its_sentinel_on_the_next_line()
    {
        _queue.Enqueue("a", new TmuxCommand("list-sessions")).ShouldBe("list-sessions\ndisplay-messag -p rk-n0nce-0\n");
        _queue.Enqueue("b", new TmuxCommand("set-buffer", "x y")).ShouldBe("set-buffer \"x y\"\ndisplay-messag -p rk-n0nce-1\n");
        _queue.Count.ShouldBe(2);
    }

    [Fact]
    public void One_block_and_its_sentinel_are_the_reply()
    {
        _queue.Enqueue("a", new TmuxCommand("list-sessions"));
        _queue.Take(Block("main")).ShouldBeOfType<ReplyMatch<string>.More>();
        Answer("rk-n0nce-0").ShouldBe(("a", new CommandOutcome.Completed(["main"])));
        _queue.Count.ShouldBe(0);
    }

    [Fact]
    public void A_command_without_a_block_has_an_empty_reply_and_shifts_nobody_elses()
    {
        _queue.Enqueue("comment", new TmuxCommand("#"));
        _queue.Enqueue("next", new TmuxCommand("list-sessions"));
        Answer("rk-n0nce-0").ShouldBe(("comment", new CommandOutcome.Completed([])));
        _queue.Take(Block("main"));
        Answer("rk-n0nce-1").ShouldBe(("next", new CommandOutcome.Completed(["main"])));
    }

    [Fact]
    public void Several_blocks_are_one_reply()
    {
        _queue.Enqueue("alias", new TmuxCommand("many"));
        _queue.Take(Block("one"));
        _queue.Take(Block(""));
        _queue.Take(Block("two\nthree"));
        Answer("rk-n0nce-0").ShouldBe(("alias", new CommandOutcome.Completed(["one", "two", "three"])));
    }

    [Fact]
    public void An_error_is_a_failure_in_tmuxs_words()
    {
        _queue.Enqueue("a", new TmuxCommand("bogus"));
        _queue.Take(Block("parse error: unknown command: bogus", failed: true)).ShouldBeOfType<ReplyMatch<string>.More>();
        Answer("rk-n0nce-0").ShouldBe(("a", new CommandOutcome.Failed("parse error: unknown command: bogus")));
    }

    [Theory]
    [InlineData("rk-n0nce-1")]
    [InlineData("rk-n0nce-0 ")]
    [InlineData("rk-n0nce-0\n")]
    [InlineData("rk-other-0")]
    [InlineData("")]
    public void Only_its_own_sentinel_ends_a_reply(string body)
    {
        _queue.Enqueue("a", new TmuxCommand("x"));
        _queue.Take(Block(body)).ShouldBeOfType<ReplyMatch<string>.More>();
        _queue.Count.ShouldBe(1);
    }

    [Fact]
    public void A_sentinel_that_failed_ends_nothing()
    {
        _queue.Enqueue("a", new TmuxCommand("x"));
        _queue.Take(Block("rk-n0nce-0", failed: true)).ShouldBeOfType<ReplyMatch<string>.More>();
    }

    [Fact]
    public void A_block_that_nobody_waits_for_is_unexpected()
    {
        _queue.Take(Block("x")).ShouldBeOfType<ReplyMatch<string>.Unexpected>();
        _queue.Enqueue("a", new TmuxCommand("x"));
        Answer("rk-n0nce-0");
        _queue.Take(Block("rk-n0nce-0")).ShouldBeOfType<ReplyMatch<string>.Unexpected>();
    }

    [Fact]
    public void Those_who_still_wait_are_drained_once_and_in_order()
    {
        _queue.Enqueue("a", new TmuxCommand("x"));
        _queue.Enqueue("b", new TmuxCommand("y"));
        _queue.Drain().ShouldBe(["a", "b"]);
        _queue.Drain().ShouldBeEmpty();
        _queue.Take(Block("late")).ShouldBeOfType<ReplyMatch<string>.Unexpected>();
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
                queue.Enqueue(caller, new TmuxCommand("x"));
            }

            foreach (var caller in sent)
            {
                var bodies = Enumerable.Range(0, random.Next(4)).Select(part => $"{caller}/{part}").ToArray();
                foreach (var body in bodies)
                {
                    queue.Take(Block(body)).ShouldBeOfType<ReplyMatch<int>.More>();
                }

                var answered = queue.Take(Block($"rk-n0nce-{caller}")).ShouldBeOfType<ReplyMatch<int>.Answered>();
                answered.Caller.ShouldBe(caller);
                answered.Blocks.Select(block => block.Text).ShouldBe(bodies);
            }
        }
    }

    private (string Caller, CommandOutcome Outcome) Answer(string sentinel)
    {
        var answered = _queue.Take(Block(sentinel)).ShouldBeOfType<ReplyMatch<string>.Answered>();
        return (answered.Caller, CommandOutcome.From(answered.Blocks));
    }
}
