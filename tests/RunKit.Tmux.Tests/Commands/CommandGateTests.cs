using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Tests.ControlMode;

public class CommandGateTests
{
    [Fact]
    public void Callers_take_turns_however_much_one_of_them_asks_for()
    {
        var gate = new CommandGate<string>(window: 100, maxWaiting: 100);
        foreach (var command in (string[])["a1", "a2", "a3", "b1", "c1", "b2"])
        {
            gate.TryEnter(command[..1], command).ShouldBeTrue();
        }

        Take(gate, 6).ShouldBe(["a1", "b1", "c1", "a2", "b2", "a3"]);
        gate.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public void No_more_than_the_window_are_on_their_way()
    {
        var gate = new CommandGate<int>(window: 2, maxWaiting: 10);
        for (var i = 0; i < 3; i++)
        {
            gate.TryEnter("a", i);
        }

        Take(gate, 2).ShouldBe([0, 1]);
        gate.TryNext(out _).ShouldBeFalse();
        gate.Waiting.ShouldBe(1);
        gate.Leave();
        Take(gate, 1).ShouldBe([2]);
    }

    [Fact]
    public void One_callers_fill_refuses_only_that_caller()
    {
        var gate = new CommandGate<int>(window: 1, maxWaiting: 2);
        gate.TryEnter("a", 1).ShouldBeTrue();
        gate.TryEnter("a", 2).ShouldBeTrue();
        gate.TryEnter("a", 3).ShouldBeFalse();
        gate.TryEnter("b", 4).ShouldBeTrue();
    }

    [Fact]
    public void All_callers_together_fill_it_too()
    {
        var gate = new CommandGate<int>(window: 1, maxWaiting: 2);
        Enumerable.Range(0, 100).Count(caller => gate.TryEnter($"{caller}", caller)).ShouldBe(32);
    }

    [Fact]
    public void What_still_waits_can_be_drained_once()
    {
        var gate = new CommandGate<int>(window: 1, maxWaiting: 10);
        gate.TryEnter("a", 1);
        gate.TryEnter("b", 2);
        gate.TryEnter("a", 3);
        gate.Drain().ShouldBe([1, 3, 2]);
        gate.Drain().ShouldBeEmpty();
        gate.TryNext(out _).ShouldBeFalse();
        gate.TryEnter("a", 4).ShouldBeTrue();
        Take(gate, 1).ShouldBe([4]);
    }

    private static List<T> Take<T>(CommandGate<T> gate, int count)
    {
        List<T> taken = [];
        while (taken.Count < count && gate.TryNext(out var next))
        {
            taken.Add(next);
        }

        return taken;
    }
}
