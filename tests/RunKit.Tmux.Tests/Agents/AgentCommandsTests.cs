using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Agents;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Agents;

public sealed class AgentCommandsTests
{
    private const string Nonce = "rk0123456789abcdef0123456789abcdef";
    private static readonly PaneId[] Screens = [new(1), new(3)];

    [Fact]
    public void Panes_and_screens_are_read_and_hidden_sessions_are_not()
    {
        var listing = AgentCommands.Read(
            $"{Row(1, "work")}{Row(2, "_rk-ctl")}{Row(3, "work")}{Row(1, "again", attached: 1)}{Nonce} list 42 1700000000\none\n\n{Nonce} end\ntwo\n{Nonce} end\n", Screens, Nonce);

        listing.Generation.ShouldBe(new ServerGeneration(42, 1_700_000_000));
        listing.Panes.Select(pane => (pane.Id.Number, pane.Session, pane.IsLookedAt)).ShouldBe([(1u, "work", true), (3u, "work", false)]);
        listing.Screens[new PaneId(1)].ShouldBe(["one", ""]);
        listing.Screens[new PaneId(3)].ShouldBe(["two"]);
    }

    [Fact]
    public void A_pane_that_is_gone_leaves_those_behind_it_without_a_screen() =>
        AgentCommands.Read($"{Row(1, "work")}{Nonce} list 42 1\none\n{Nonce} end\n", Screens, Nonce).Screens.Keys.ShouldBe([new PaneId(1)]);

    [Fact]
    public void Line_ends_in_an_option_are_read_as_a_part_of_it() =>
        AgentCommands.Read($"{Row(1, "work", claim: "a\nb")}{Row(2, "work")}{Nonce} list 42 1\n", [], Nonce).Panes.Select(pane => pane.Claim).ShouldBe(["a\nb", ""]);

    [Fact]
    public void Without_its_end_a_list_tells_nothing() => AgentCommands.Read(Row(1, "work"), [], Nonce).Generation.ShouldBeNull();

    [Fact]
    public void No_output_makes_it_fail() => Prop.ForAll<string, string>((output, claim) =>
    {
        _ = AgentCommands.Read(output ?? "", Screens, Nonce);
        _ = AgentCommands.ReadScreens(output ?? "", Screens, Nonce);
        _ = AgentCommands.Read($"{Row(1, "work", claim: Quoted(claim ?? ""))}{output}\n{Nonce} list 42 1\n", Screens, Nonce);
        return AgentPane.TryRead(output ?? "", out _) || true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void As_many_screens_as_are_looked_at_at_once_fit_into_one_message()
    {
        PaneId[] most = [.. Enumerable.Range(0, AgentCommands.MostScreens).Select(number => new PaneId((uint)(4_000_000_000 + number)))];

        AgentCommands.Look(most, Nonce).LengthProblem.ShouldBeNull();
        AgentCommands.Screens(most, Nonce).LengthProblem.ShouldBeNull();
    }

    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Row(int pane, string session, int attached = 0, string claim = "") =>
        $"{Nonce} %{pane} 77 5 0 0 1 {attached} 1 {session}| 1| 0| /dev/pts/1| node| title| {claim}| | | /| \n".Replace("| \n", "|\n", StringComparison.Ordinal);
}
