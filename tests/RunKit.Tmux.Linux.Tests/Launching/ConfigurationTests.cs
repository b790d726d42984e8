using RunKit.Testing.Sandbox;
using RunKit.Tmux.Ports;
using static RunKit.Tmux.Linux.Tests.Launching.Launchpad;

namespace RunKit.Tmux.Linux.Tests.Launching;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task Errors_in_the_configuration_are_told_and_the_server_runs()
    {
        await using var pad = new Launchpad();
        pad.Configure("set -g no-such-option 1", "set -g status off");

        var created = await pad.CreateAsync(Request());

        created.Warnings.ShouldHaveSingleItem().ShouldContain("tmux.conf:1: invalid option: no-such-option");
        (await pad.Sandbox.TmuxAsync("a", "list-panes", "-a", "-F", "#{pane_in_mode}")).ShouldBe("0");
        (await pad.Sandbox.TmuxAsync("a", "show-options", "-gv", "status")).ShouldBe("off");
    }

    [Fact]
    public async Task A_configuration_that_takes_long_is_waited_for()
    {
        await using var pad = new Launchpad();
        pad.Configure("run-shell 'sleep 2'", "set -g @done 1");

        await pad.CreateAsync(Request());

        (await pad.Sandbox.TmuxAsync("a", "show-options", "-gv", "@done")).ShouldBe("1");
    }

    [Fact]
    public async Task A_creation_that_is_given_up_at_its_limit_never_comes_up()
    {
        await using var pad = new Launchpad();
        var goOn = Path.Combine(pad.Sandbox.Root, "go-on");
        pad.Configure($"run-shell 'until test -e {goOn}; do sleep 0.1; done'");

        (await pad.NotCreatedAsync(Request() with { TimeoutMs = 500 })).ShouldContain("within 0.5 s");

        pad.Servers().ShouldBeEmpty();
        File.WriteAllText(goOn, "");
        pad.Sandbox.IsAlive("a").ShouldBeFalse();
    }

    [Fact]
    public async Task A_creation_that_is_cancelled_never_comes_up()
    {
        await using var pad = new Launchpad();
        var begun = Path.Combine(pad.Sandbox.Root, "begun");
        pad.Configure($"run-shell 'touch {begun}; sleep 100'");
        using var cancellation = new CancellationTokenSource();
        var creation = pad.LaunchAsync(Request(), cancellation.Token);
        await Eventually.TrueAsync(() => File.Exists(begun), "the configuration runs");

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => creation);
        pad.Servers().ShouldBeEmpty();
    }

    [Fact]
    public async Task Sessions_of_a_configuration_stay_when_the_creation_is_given_up_and_that_is_said()
    {
        await using var pad = new Launchpad();
        var begun = Path.Combine(pad.Sandbox.Root, "begun");
        var goOn = Path.Combine(pad.Sandbox.Root, "go-on");
        var over = Path.Combine(pad.Sandbox.Root, "over");
        pad.Configure("new-session -d -s own", $"run-shell 'touch {begun}; until test -e {goOn}; do sleep 0.1; done; touch {over}'");

        var said = await pad.NotCreatedAsync(Request() with { Session = "late", TimeoutMs = 500 });

        var server = pad.Sandbox.Server("a");
        File.WriteAllText(goOn, "");
        await Eventually.TrueAsync(() => File.Exists(over), "the configuration has run");
        said.ShouldContain($"the server runs, pid {server.Pid}");
        (await pad.Sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).ShouldBe("own");
    }

    [Fact]
    public async Task A_configuration_that_makes_sessions_is_no_reason_to_say_that_the_server_ran_before()
    {
        await using var pad = new Launchpad();
        pad.Configure("new-session -d -s own");

        (await pad.CreateAsync(Request() with { Session = "mine" })).Name.ShouldBe("mine");
    }

    [Fact]
    public async Task A_configuration_that_takes_the_sessions_name_is_told()
    {
        await using var pad = new Launchpad();
        pad.Configure("new-session -d -s own", "set -g window-size manual");

        var said = await pad.NotCreatedAsync(Request() with { Session = "own" });

        said.ShouldBe($"tmux says: duplicate session: own; the server runs, pid {pad.Sandbox.Server("a").Pid}, with the sessions of its configuration, and this one will not be added");
        (await pad.Sandbox.TmuxAsync("a", "show-options", "-gwv", "window-size")).ShouldBe("manual");
    }

    [Fact]
    public async Task A_configuration_that_ends_the_server_is_told()
    {
        await using var pad = new Launchpad();
        pad.Configure("kill-server");

        (await pad.NotCreatedAsync(Request())).ShouldContain("the server ended before it had a session");

        await Eventually.TrueAsync(() => pad.Servers().IsEmpty, "it has ended");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_window_size_manual_a_session_is_made_and_the_setting_stays(bool runs)
    {
        await using var pad = new Launchpad();
        pad.Configure("set -g window-size manual");
        if (runs)
        {
            await pad.Sandbox.StartAsync("a");
            await pad.Sandbox.TmuxAsync("a", "set-option", "-g", "window-size", "manual");
        }

        (await pad.LaunchAsync(Request() with { AttachOk = runs })).ShouldBeAssignableTo<CreateOutcome.WithSession>();

        (await pad.Sandbox.TmuxAsync("a", "show-options", "-gwv", "window-size")).ShouldBe("manual");
        (await pad.Sandbox.TmuxAsync("a", "show-options", "-gw")).ShouldNotContain("@rk");
    }
}
