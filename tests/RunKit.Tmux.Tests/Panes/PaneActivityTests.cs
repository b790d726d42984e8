using System.Collections.Immutable;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Tests.Panes;

public sealed class PaneActivityTests
{
    private static readonly PaneId Pane = new(1);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly PaneActivity _activity = new();

    [Fact]
    public void The_first_look_tells_nothing_and_what_stays_as_it_is_is_told_once()
    {
        Look(0, atPrompt: true, printed: 0).ShouldBeEmpty();
        Look(1, atPrompt: true, printed: 0).ShouldBeEmpty();
        Look(10, atPrompt: true, printed: 0).ShouldBe([new PaneOutputQuiet(Pane)]);
        Look(11, atPrompt: true, printed: 0).ShouldBeEmpty();
    }

    [Fact]
    public void Output_that_begins_a_prompt_and_output_that_ends_are_told()
    {
        Look(100, atPrompt: true, printed: 0).ShouldBeEmpty();
        Look(101, atPrompt: false, printed: 101).ShouldBe([new PaneOutputStarted(Pane)]);
        Look(105, atPrompt: false, printed: 101).ShouldBeEmpty();
        Look(110, atPrompt: true, printed: 109).ShouldBe([new PanePrompt(Pane)]);
        Look(118, atPrompt: true, printed: 117).ShouldBeEmpty();
        Look(127, atPrompt: true, printed: 117).ShouldBe([new PaneOutputQuiet(Pane)]);
    }

    [Fact]
    public void What_cannot_be_seen_is_not_told_and_a_pane_that_was_gone_is_new()
    {
        Look(0, atPrompt: null, printed: null).ShouldBeEmpty();
        Look(1, atPrompt: true, printed: null).ShouldBeEmpty();
        Look(2, atPrompt: false, printed: 2).ShouldBe([new PaneOutputStarted(Pane)]);
        _activity.Observe([], Start).ShouldBeEmpty();
        Look(3, atPrompt: true, printed: 3).ShouldBeEmpty();
    }

    private ImmutableArray<ServerEvent> Look(double at, bool? atPrompt, double? printed) => _activity.Observe(
        [new PaneSight(Pane, atPrompt, printed is { } seconds ? Start.AddSeconds(seconds) : null)], Start.AddSeconds(at));
}
