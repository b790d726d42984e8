using RunKit.Actors.Panes;
using RunKit.ControlPlane.Panes;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Panes;

/// <summary>What one waiter makes of looks that tell little.</summary>
public sealed class WaiterTests
{
    private static readonly PaneId Pane = new(1);
    private static readonly PaneFacts Facts = new(Pane, 7, new TerminalSize(80, 24), new PaneCursor(0, 0, true), 0, 2000, "/dev/pts/1", "bash", "/", "", "");
    private readonly Waiter _waiter = new(new PaneAddress(new ServerName("a"), Pane), new WaitCondition { Quiet = TimeSpan.FromMinutes(1) }, TimeSpan.FromHours(1), TimeSpan.Zero);

    [Fact]
    public void A_pane_whose_rows_are_never_shown_is_not_looked_at_forever()
    {
        _waiter.Take(Look(hasRows: false), Seconds(0)).ShouldBeNull();
        _waiter.Take(Look(hasRows: false), Seconds(1)).ShouldBeNull();
        _waiter.PauseAt(Seconds(1)).ShouldBeGreaterThan(TimeSpan.Zero, "and not in a loop without a pause");

        _waiter.Take(Look(hasRows: false), Seconds(3.1)).ShouldBeOfType<WaitOutcome.NotKnown>().Reason.ShouldContain("does not show its rows");
    }

    [Fact]
    public void Rows_that_are_shown_in_between_begin_that_time_anew()
    {
        _waiter.Take(Look(hasRows: false), Seconds(0)).ShouldBeNull();
        _waiter.Take(Look(hasRows: false), Seconds(2)).ShouldBeNull();
        _waiter.Take(Look(hasRows: true), Seconds(2.5)).ShouldBeNull();

        _waiter.Take(Look(hasRows: false), Seconds(5)).ShouldBeNull();
    }

    [Fact]
    public void One_look_in_vain_says_nothing_however_long_ago_the_last_was()
    {
        _waiter.Take(Look(hasRows: false), Seconds(0)).ShouldBeNull();

        _waiter.Miss("no answer", Seconds(600)).ShouldBeNull();
        _waiter.Miss("no answer", Seconds(601)).ShouldBeNull();
        _waiter.Miss("no answer", Seconds(602)).ShouldBe(new WaitOutcome.NotKnown("no answer"));
    }

    private static WaitLook Look(bool hasRows) => new(Facts, [], hasRows ? ["$ "] : [], hasRows, null);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
