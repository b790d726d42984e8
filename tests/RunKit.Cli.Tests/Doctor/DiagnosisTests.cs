using RunKit.ControlPlane.Servers;
using RunKit.Cli.Doctor;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Cli.Tests.Doctor;

public sealed class DiagnosisTests
{
    private static readonly Examination Healthy = new("/s", [], null, "3.3a", [View(null, null)], [Server()], [Answer()], IsGuarded: false);

    [Fact]
    public void Nothing_is_wrong_with_a_healthy_machine() => Diagnosis.Of(Healthy).ShouldBeEmpty();

    [Theory]
    [InlineData(ServerReason.ServerDead, null, "StaleSocket", "runkit doctor --fix")]
    [InlineData(ServerReason.Unresponsive, "it did not answer", "Unresponsive", "kill -KILL 7")]
    [InlineData(ServerReason.DialFailed, "server exited unexpectedly", "Failing", "tmux -N -S /s/a list-sessions")]
    public void What_a_server_says_is_judged(ServerReason reason, string? error, string kind, string remedy) =>
        Only(Healthy with { Views = [View(reason, error)] }, kind, "a").Remedy.ShouldContain(remedy);

    [Fact]
    public void A_stopped_server_is_to_go_on() =>
        Only(Healthy with { Views = [View(ServerReason.Unresponsive, "stopped")], Servers = [Server(stopped: true)] }, "Unresponsive", "a")
            .Remedy.ShouldBe("run: kill -CONT 7");

    [Fact]
    public void A_badly_named_socket_is_nobodys_fault() =>
        Diagnosis.Of(Healthy with { Views = [View(ServerReason.BadName, "no")] }).ShouldBeEmpty();

    [Fact]
    public void A_live_server_whose_path_leads_nowhere_has_lost_its_socket() =>
        Only(Healthy with { Views = [], Servers = [Server(new ProbeVerdict.Absent())] }, "LostSocket", "a").Remedy.ShouldBe("run: kill -USR1 7");

    [Fact]
    public void A_live_server_whose_path_leads_to_another_has_lost_its_socket_too() =>
        Only(Healthy with { Servers = [Server(new ProbeVerdict.Alive(8))] }, "LostSocket", "a").What.ShouldContain("server 8 has taken its path");

    [Fact]
    public void A_server_that_does_not_accept_has_not_lost_its_socket() =>
        Diagnosis.Of(Healthy with { Servers = [Server(new ProbeVerdict.BacklogFull())] }).ShouldBeEmpty();

    [Fact]
    public void Another_version_than_that_on_PATH_is_told_and_an_unknown_one_is_not()
    {
        Only(Healthy with { TmuxVersion = "3.6b" }, "VersionMismatch", "a").Remedy.ShouldContain("/usr/bin/tmux -S /s/a attach");
        Diagnosis.Of(Healthy with { TmuxVersion = "3.6b", Servers = [Server(version: null)] }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/system.slice/agents.service", true)]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/app.slice/tmux.scope", false)]
    [InlineData("/", false)]
    [InlineData(null, false)]
    public void A_server_in_the_control_group_of_a_service_ends_with_it(string? cgroup, bool hazard) =>
        Diagnosis.Of(Healthy with { Servers = [Server(cgroup: cgroup)] }).Any(finding => finding.Kind == FindingKind.ServiceCgroup).ShouldBe(hazard);

    [Fact]
    public void What_a_machine_lacks_comes_first()
    {
        var seen = Healthy with
        {
            DirectoryProblems = [("/s", "/s is open; run: chmod 700 /s")],
            TmuxProblem = "tmux is too old",
        };

        Diagnosis.Of(seen).Select(finding => (finding.Kind, finding.Subject, finding.Remedy)).ShouldBe(
        [
            (FindingKind.UnsafeDirectory, "/s", "run: chmod 700 /s"),
            (FindingKind.MissingProgram, "tmux", "install tmux 3.2 or later"),
        ]);
    }

    [Fact]
    public void An_error_of_a_configuration_is_told_as_tmux_says_it() =>
        Only(Healthy with { Answers = [Answer() with { ConfigurationErrors = ["/h/.tmux.conf:1: unknown command: x"] }] }, "ConfigurationError", "a")
            .What.ShouldBe("/h/.tmux.conf:1: unknown command: x");

    [Theory]
    [InlineData("3.2a", true)]
    [InlineData("3.6b", true)]
    [InlineData("3.7", false)]
    [InlineData("3.7c", false)]
    [InlineData("master", false)]
    public void Window_size_manual_is_told_where_tmux_crashes_with_it(string version, bool told) =>
        Diagnosis.Of(Healthy with { Answers = [Answer() with { WindowSize = "manual", Version = version }] })
            .Any(finding => finding.Kind == FindingKind.FatalSetting).ShouldBe(told);

    [Fact]
    public void A_directory_that_leaves_no_room_for_a_name_is_told() =>
        Only(Healthy with { SocketDirectory = $"/{new string('d', 99)}" }, "PathTooLong", $"/{new string('d', 99)}").Remedy.ShouldContain("TMUX_TMPDIR");

    [Fact]
    public void What_is_left_on_a_server_is_told_only_where_no_node_guards_it()
    {
        var left = Healthy with { Views = [View(null, null) with { Guard = GuardState.Floor }], Answers = [Answer() with { HasHooks = true }] };

        Only(left, "LeftBehind", "a").What.ShouldBe("RunKit's hooks and its hidden session are there, and no node runs that guards it");
        Diagnosis.Of(left with { IsGuarded = true }).ShouldBeEmpty();
        Only(Healthy with { Answers = [Answer() with { HasHooks = true }] }, "LeftBehind", "a").What.ShouldStartWith("RunKit's hooks are there");
    }

    private static Finding Only(Examination seen, string kind, string subject)
    {
        var finding = Diagnosis.Of(seen).ShouldHaveSingleItem();
        ($"{finding.Kind}", finding.Subject).ShouldBe((kind, subject));
        return finding;
    }

    private static ServerAnswer Answer() => new("a", "3.3a", "latest", HasHooks: false, []);

    private static ServerView View(ServerReason? reason, string? error) =>
        new("n", "a", "/s/a", ServerStatus.BackingOff, reason, error, null, null, GuardState.None, 0, 0, 0, 0, default, 0);

    private static ExaminedServer Server(ProbeVerdict? atItsPath = null, bool stopped = false, string? version = "3.3a", string? cgroup = "/") => new(
        new ServerProcess(new ProcessStatus(new ProcessIdentity(7, 1), stopped), "/s/a", "/usr/bin/tmux", cgroup),
        atItsPath ?? new ProbeVerdict.Alive(7),
        version);
}
