using System.Text;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Tests.Lifecycle;

public sealed class ExitRulesTests
{
    [Theory]
    [InlineData("1 0\n", true, false)]
    [InlineData("0 1\n", false, true)]
    [InlineData("on off\n", true, false)]
    [InlineData("off on", false, true)]
    public void Both_ways_of_printing_a_flag_are_read(string answer, bool empty, bool unattached)
    {
        ExitRules.TryRead(Encoding.ASCII.GetBytes(answer), out var rules).ShouldBeTrue();

        rules.ShouldBe(new ExitRules(empty, unattached));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 0 1")]
    [InlineData("1 x")]
    [InlineData(" ")]
    [InlineData("1  0")]
    public void Anything_else_is_not_read(string answer) => ExitRules.TryRead(Encoding.ASCII.GetBytes(answer), out _).ShouldBeFalse();

    [Theory]
    [InlineData(false, true, 0, 0, null)]
    [InlineData(true, false, 1, 0, null)]
    [InlineData(true, true, 0, 1, null)]
    [InlineData(true, true, 1, 0, "exit-unattached")]
    [InlineData(true, false, 0, 0, "exit-empty")]
    public void A_server_ends_as_tmuxs_own_loop_says(bool empty, bool unattached, int sessions, int clients, string? option)
    {
        var reason = new ExitRules(empty, unattached).Ends(sessions, clients);

        if (option is null)
        {
            reason.ShouldBeNull();
        }
        else
        {
            reason.ShouldNotBeNull().ShouldContain(option);
        }
    }
}
