using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class WaitCommandsTests
{
    private const string Nonce = "look-0123456789ab";
    private const string Row = " 42 80 24 3 4 1 100 2000 0 0 0 0 0 | | | /dev/pts/0| sh| /| title| |";

    private static readonly (PaneId, WaitRows?)[] Asks =
        [(new PaneId(1), new WaitRows((0, 4), 4)), (new PaneId(2), null), (new PaneId(3), new WaitRows(null, -2))];

    [Fact]
    public void Each_waiter_gets_its_own_rows()
    {
        var looks = WaitCommands.Read($"{Facts(1)}{Facts(2)}{Facts(3)}above\n{Nonce} end\nbelow\nmore\n{Nonce} end\nother\n{Nonce} end\n", Asks, Nonce);

        looks.Select(look => look.Facts!.Id.Number).ShouldBe([1u, 2u, 3u]);
        looks[0].Above.ShouldBe(["above"]);
        looks[0].Below.ShouldBe(["below", "more"]);
        looks[1].HasRows.ShouldBeFalse();
        looks[2].Below.ShouldBe(["other"]);
    }

    [Fact]
    public void A_pane_that_is_gone_is_told_from_one_that_was_not_reached()
    {
        var looks = WaitCommands.Read($"{Nonce}   0   \n{Facts(2)}{Facts(3)}", Asks, Nonce);

        looks[0].Facts.ShouldBeNull();
        looks[1].Facts.ShouldNotBeNull();
        looks[2].ShouldSatisfyAllConditions(look => look.Facts.ShouldNotBeNull(), look => look.HasRows.ShouldBeFalse());
    }

    [Fact]
    public void No_output_makes_it_fail_and_each_waiter_has_a_look() => Prop.ForAll<string>(output =>
        WaitCommands.Read(output ?? "", Asks, Nonce).Length == Asks.Length
        && WaitCommands.Read($"{Facts(1)}{output}", Asks, Nonce).Length == Asks.Length).QuickCheckThrowOnFailure();

    [Fact]
    public void As_many_as_are_looked_at_at_once_fit_into_one_message()
    {
        (PaneId, WaitRows?)[] most = [.. Enumerable.Range(0, WaitCommands.MostAtOnce).Select(number => (new PaneId((uint)(4_000_000_000 + number)), (WaitRows?)new WaitRows((-50_000, -49_000), -49_000)))];

        WaitCommands.Look(most, Nonce).LengthProblem.ShouldBeNull();
        WaitCommands.Look(most[..8], Nonce).LengthProblem.ShouldBeNull();
    }

    private static string Facts(int pane) => $"{Nonce} %{pane}{Row}\n";
}
