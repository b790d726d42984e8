using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Tests.Commands;

public sealed class HintHooksTests
{
    private static readonly HintHooks Hooks = new(7117);
    private static readonly string All = new('1', HintHooks.Names.Length);

    [Fact]
    public void Every_hook_is_set_at_our_own_index_and_signals_our_channel()
    {
        var set = Hooks.Set("").ToArray();

        set.Length.ShouldBe(HintHooks.Names.Length);
        set[0].Words.ShouldBe(["set-hoo", "-g", "session-created[7117]", "wait-fo -S rk-hint"]);
        set.ShouldAllBe(command => command.Words[2].EndsWith("[7117]"));
    }

    [Fact]
    public void Only_what_is_missing_is_set()
    {
        var standing = All.ToCharArray();
        standing[2] = '0';
        standing[^1] = '0';

        Hooks.Set(new string(standing)).Select(command => command.Words[2]).ShouldBe([$"{HintHooks.Names[2]}[7117]", $"{HintHooks.Names[^1]}[7117]"]);
        Hooks.Set(All).ShouldBeEmpty();
    }

    [Fact]
    public void All_stand_when_every_digit_says_so_and_there_is_one_for_each()
    {
        HintHooks.AllStand(All).ShouldBeTrue();
        HintHooks.AllStand(All[1..]).ShouldBeFalse();
        HintHooks.AllStand(All + "1").ShouldBeFalse();
        HintHooks.AllStand("0" + All[1..]).ShouldBeFalse();
        HintHooks.AllStand("").ShouldBeFalse();
    }

    [Fact]
    public void Exactly_our_index_is_unset()
    {
        Hooks.Unset().Select(command => string.Join(' ', command.Words)).ShouldBe(HintHooks.Names.Select(name => $"set-hoo -gu {name}[7117]"));
    }

    [Fact]
    public void The_format_asks_for_one_digit_a_hook() =>
        Hooks.Format.ShouldBe(string.Concat(HintHooks.Names.Select(name => $"#{{?{name}[7117],1,0}}")));
}
