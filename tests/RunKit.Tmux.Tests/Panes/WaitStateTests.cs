using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Tests.Panes;

public sealed class WaitStateTests
{
    private const int Height = 5;

    [Fact]
    public void What_stood_there_before_does_not_count()
    {
        var waiter = new Screen("old", "$ echo done");

        waiter.Looks("done").ShouldBe(WaitVerdict.NotYet);
        waiter.Print("", "done");
        waiter.Looks().ShouldBe(WaitVerdict.Held);
    }

    [Fact]
    public void What_stood_there_before_counts_anywhere() =>
        new Screen("old", "$ echo done").Looks("done", anywhere: true).ShouldBe(WaitVerdict.Held);

    [Fact]
    public void A_text_below_counts_also_where_the_same_stood_before()
    {
        var waiter = new Screen("done", "$ ");
        waiter.Looks("^done$").ShouldBe(WaitVerdict.NotYet);

        waiter.Print("", "done");

        waiter.Looks().ShouldBe(WaitVerdict.Held);
    }

    [Fact]
    public void A_text_that_is_painted_above_the_mark_counts()
    {
        var waiter = new Screen("working", "more", "$ ");
        waiter.Looks("finished").ShouldBe(WaitVerdict.NotYet);

        waiter.Paint(0, "finished");

        waiter.Looks().ShouldBe(WaitVerdict.Held);
    }

    [Fact]
    public void A_line_that_is_printed_is_found_however_much_comes_before_it_and_nothing_else_is() => Prop.ForAll<byte[]>(amounts =>
    {
        var waiter = new Screen("needle", "$ echo needle");
        if (waiter.Looks("needle") != WaitVerdict.NotYet)
        {
            return false;
        }

        foreach (var amount in amounts)
        {
            waiter.Print([.. Enumerable.Range(0, amount % 12).Select(number => $"\n{number}")]);
            if (waiter.Looks() != WaitVerdict.NotYet)
            {
                return false;
            }
        }

        waiter.Print("\nhere is a needle");
        return waiter.Looks() == WaitVerdict.Held;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_history_that_drops_its_oldest_rows_does_not_move_the_mark()
    {
        var waiter = new Screen(limit: 50, "needle", "$ echo needle");
        waiter.Looks("needle").ShouldBe(WaitVerdict.NotYet);
        for (var number = 0; number < 300; number++)
        {
            waiter.Print($"\nline {number}");
            waiter.Looks().ShouldBe(WaitVerdict.NotYet);
        }

        waiter.Print("\nneedle");
        waiter.Looks().ShouldBe(WaitVerdict.Held);
    }

    [Fact]
    public void A_screen_is_quiet_when_it_has_stayed_as_it_is()
    {
        var waiter = new Screen("$ ") { Quiet = TimeSpan.FromSeconds(2) };
        waiter.Looks().ShouldBe(WaitVerdict.NotYet);
        waiter.Now += TimeSpan.FromSeconds(1.9);
        waiter.Print("x");
        waiter.Looks().ShouldBe(WaitVerdict.NotYet);
        waiter.Now += TimeSpan.FromSeconds(1.9);
        waiter.Looks().ShouldBe(WaitVerdict.NotYet);
        waiter.Now += TimeSpan.FromSeconds(0.1);
        waiter.Looks().ShouldBe(WaitVerdict.Held);
    }

    [Fact]
    public void A_pane_that_is_gone_is_an_end_and_nothing_else_can_hold()
    {
        new WaitState(new WaitCondition { Exit = true }).Observe(WaitLook.Gone, default).ShouldBe(WaitVerdict.Held);
        new WaitState(new WaitCondition { Prompt = true }).Observe(WaitLook.Gone, default).ShouldBe(WaitVerdict.Gone);
    }

    [Theory]
    [InlineData("", "1 to 4096")]
    [InlineData("(", "cannot be read")]
    [InlineData("(a)\\1", "backtracking")]
    [InlineData("(?=a)", "backtracking")]
    public void An_expression_that_cannot_be_used_is_said_to_be(string expression, string problem)
    {
        new WaitCondition().TryWithText(expression, out _, out var said).ShouldBeFalse();
        said.ShouldContain(problem);
    }

    /// <summary>A terminal of five rows, its history, and one waiter.</summary>
    private sealed class Screen
    {
        private readonly int _limit;
        private readonly List<string> _rows;
        private int _history;
        private WaitState? _state;

        public Screen(params string[] rows)
            : this(1000, rows)
        {
        }

        public Screen(int limit, params string[] rows) => (_limit, _rows) = (limit, [.. rows]);

        public TimeSpan? Quiet { get; init; }

        public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(10);

        /// <summary>Prints texts; a line end begins a new row. The first goes behind what stands in the last row.</summary>
        public void Print(params string[] texts)
        {
            var lines = string.Join('\n', texts).Split('\n');
            _rows[^1] += lines[0];
            foreach (var line in lines[1..])
            {
                _rows.Add(line);
                _history = Math.Max(_history, _rows.Count - Height);
                if (_history > _limit)
                {
                    _rows.RemoveRange(0, _limit / 10);
                    _history -= _limit / 10;
                }
            }
        }

        public void Paint(int row, string text) => _rows[_history + row] = text;

        /// <summary>Looks until it has seen what it wants to see.</summary>
        public WaitVerdict Looks(string? text = null, bool anywhere = false)
        {
            if (_state is null)
            {
                var condition = new WaitCondition { Quiet = Quiet, Anywhere = anywhere };
                _state = new WaitState(text is not null && condition.TryWithText(text, out var found, out _) ? found : condition);
            }

            WaitVerdict verdict;
            do
            {
                verdict = _state.Observe(Look(_state.Rows), Now);
            }
            while (verdict == WaitVerdict.Again);
            return verdict;
        }

        private WaitLook Look(WaitRows? rows)
        {
            var facts = new PaneFacts(
                new PaneId(0), 1, new TerminalSize(80, Height), new PaneCursor(_rows[^1].Length, _rows.Count - 1 - _history, true), _history, _limit, "/dev/pts/0", "sh", "/", "", "");
            return rows is not { } wanted
                ? new WaitLook(facts, [], [], HasRows: false, null)
                : new WaitLook(facts, wanted.Above is var (from, until) ? Rows(from, until) : [], wanted.Below is { } below ? Rows(below, Height) : [], HasRows: true, null);
        }

        private ImmutableArray<string> Rows(long from, long until)
        {
            var first = Math.Max(0, _history + from);
            return [.. _rows.Skip((int)first).Take((int)Math.Max(0, _history + until - first))];
        }
    }
}
