using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.ControlPlane.Tests.Panes;

public sealed class PaneTargetTests
{
    // work: 0 shell (%0, %1*), 3 logs* (%2*); worker: 0 shell* (%3*); 7: 0 main* (%4*).
    private static readonly ServerTree Tree = new(
        "n", "s", new ServerGeneration(1, 2), 1, default,
        [
            Session(0, "work", Window(0, 0, "shell", false, 0, 1), Window(1, 3, "logs", true, 2)),
            Session(1, "worker", Window(2, 0, "shell", true, 3)),
            Session(2, "7", Window(3, 0, "main", true, 4)),
        ],
        [], []);

    [Theory]
    [InlineData("%1", 1)]
    [InlineData("@0", 1)]
    [InlineData("$1", 3)]
    [InlineData("work:", 2)]
    [InlineData("=work:", 2)]
    [InlineData("work:0", 1)]
    [InlineData("work:shell", 1)]
    [InlineData("work:sh", 1)]
    [InlineData("work:s*l", 1)]
    [InlineData("work:0.0", 0)]
    [InlineData("work:logs.0", 2)]
    [InlineData("$0:@0.%0", 0)]
    [InlineData("worke:", 3)]
    [InlineData("work", 2)]
    [InlineData("worker", 3)]
    [InlineData("7:0.0", 4)]
    public void What_a_tree_tells_is_found(string target, uint pane)
    {
        PaneTarget.TryFind(Tree, target, out var found).ShouldBeTrue();
        found.ShouldBe(new PaneId(pane));
    }

    [Theory]
    [InlineData("%9")]
    [InlineData("@9")]
    [InlineData("$9")]
    [InlineData("wor:")]
    [InlineData("=wor:")]
    [InlineData("=worke:")]
    [InlineData("work:1")]
    [InlineData("work:@2")]
    [InlineData("work:0.2")]
    [InlineData("work:0.%2")]
    [InlineData("play")]
    [InlineData("play:0")]
    public void What_is_not_there_or_fits_several_is_none(string target)
    {
        PaneTarget.TryFind(Tree, target, out var found).ShouldBeTrue();
        found.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("0.1")]
    [InlineData("shell")]
    [InlineData("!")]
    [InlineData("{last}")]
    [InlineData(":0")]
    [InlineData("work:!")]
    [InlineData("work:+1")]
    [InlineData("work:{end}")]
    [InlineData("work:0.top")]
    [InlineData("work:0.!")]
    [InlineData("bottom-left")]
    public void What_depends_on_what_was_used_last_only_tmux_can_tell(string target) =>
        PaneTarget.TryFind(Tree, target, out _).ShouldBeFalse();

    [Fact]
    public void No_text_is_too_odd_for_it()
    {
        const string letters = "work:%@$.=*?[]{}!+-^~09 \u00e9\0";
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var target = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => letters[random.Next(letters.Length)]));
            Should.NotThrow(() => PaneTarget.TryFind(Tree, target, out _), target);
        }
    }

    private static SessionView Session(uint id, string name, params WindowView[] windows) => new(new SessionId(id), name, null, false, 0, [.. windows]);

    // The last pane is the active one.
    private static WindowView Window(uint id, int index, string name, bool active, params uint[] panes) => new(
        new WindowId(id), index, name, active, new TerminalSize(80, 24), "", false,
        [.. panes.Select((pane, i) => new PaneView(new PaneId(pane), i, i == panes.Length - 1, new TerminalSize(80, 24), false, 1, "", "sh", "/", null))]);
}
