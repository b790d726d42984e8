using System.Net.Sockets;
using System.Text;
using RunKit.Cli.Serving;

namespace RunKit.Cli.Tests.Serving;

public sealed class InstallServiceTests
{
    [Fact]
    public async Task The_unit_runs_this_program_with_what_is_behind_the_dashes_and_starts_nothing()
    {
        await using var runkit = new Runkit();

        var said = (await runkit.RunAsync("install-service", "--", "--guard", "observe")).ShouldBeDone();

        var path = Path.Combine(runkit.Sandbox.Root, ".config", "systemd", "user", "runkit.service");
        said.ShouldContain(path);
        said.ShouldContain("systemctl --user enable --now runkit");
        var unit = await File.ReadAllTextAsync(path);
        unit.ShouldContain($"ExecStart=\"{Runkit.Program}\" \"serve\" \"--guard\" \"observe\"\n");
        unit.ShouldContain($"Environment=\"TMUX_TMPDIR={runkit.Sandbox.Root}\"\n");
        unit.ShouldContain("KillMode=process\n");
        unit.ShouldContain("Type=notify\n");
        (await runkit.RunAsync("status")).ShouldComplain(1, "no node runs");
    }

    [Fact]
    public async Task A_unit_that_is_not_of_RunKit_is_left_alone()
    {
        await using var runkit = new Runkit();
        var path = Path.Combine(runkit.Sandbox.Root, ".config", "systemd", "user", "runkit.service");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "[Service]\nExecStart=/bin/true\n");

        (await runkit.RunAsync("install-service")).ShouldComplain(1, "--force");
        (await File.ReadAllTextAsync(path)).ShouldContain("/bin/true");
        (await runkit.RunAsync("install-service", "--force")).ShouldBeDone();
        (await runkit.RunAsync("install-service")).ShouldBeDone();
    }

    [Fact]
    public async Task What_serve_does_not_understand_is_said_now()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("install-service", "--", "--guards", "observe")).ShouldComplain(2, "runkit serve --help");
    }

    [Fact]
    public void What_systemd_would_replace_is_kept_as_it_is() =>
        ServiceUnit.Text(["/opt/my $dir/run\"kit"], ["--node", "/a %h/$x\\y"], name => name == "TMUX_TMPDIR" ? "/t %d $x" : null)
            .ShouldContain("ExecStart=\"/opt/my $dir/run\\\"kit\" \"serve\" \"--node\" \"/a %%h/$$x\\\\y\"\nEnvironment=\"TMUX_TMPDIR=/t %%d $x\"\n");

    [Fact]
    public async Task A_unit_is_started_when_its_node_serves_and_no_server_of_it_has_the_variables_of_a_unit()
    {
        await using var runkit = new Runkit();
        var place = Path.Combine(runkit.Sandbox.Root, "notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(place));
        runkit.Environment["NOTIFY_SOCKET"] = place;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        // A unit's process is the child of one that is called systemd.
        var parent = Path.Combine(runkit.Sandbox.Root, "systemd");
        await File.WriteAllTextAsync(parent, "#!/bin/sh\nsetpriv --pdeathsig KILL \"$@\"\n", limit.Token);
        File.SetUnixFileMode(parent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        runkit.StartBy([parent], "serve");

        (await ReceiveAsync(systemd, limit.Token)).ShouldContain("READY=1");
        (await runkit.RunAsync("status")).ShouldBeDone();
        (await runkit.RunAsync("new", "-L", "work")).ShouldBeDone();
        var pid = (await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "#{pid}")).Trim();
        (await File.ReadAllTextAsync($"/proc/{pid}/environ", limit.Token)).ShouldNotContain("NOTIFY_SOCKET");
        (await runkit.RunAsync("stop")).ShouldBeDone();
        (await ReceiveAsync(systemd, limit.Token)).ShouldContain("STOPPING=1");
    }

    [SystemdFact]
    public async Task Systemd_finds_no_fault_with_it()
    {
        await using var runkit = new Runkit();
        (await runkit.RunAsync("install-service", "--", "--socket-dir", "/tmp/a b%c$d", "--guard", "observe")).ShouldBeDone();
        var path = Path.Combine(runkit.Sandbox.Root, ".config", "systemd", "user", "runkit.service");

        var verified = await runkit.Sandbox.RunAsync("env", $"XDG_RUNTIME_DIR={runkit.RuntimeDirectory}", "systemd-analyze", "verify", "--user", "--man=no", path);

        (verified.Status, verified.Output).ShouldBe((0, ""), verified.Error);
        verified.Error.ShouldBe("");
    }

    private static async Task<string> ReceiveAsync(Socket socket, CancellationToken limit)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit));
    }

    /// <summary>Needs systemd's own judge of units.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SystemdFactAttribute : FactAttribute
    {
        public SystemdFactAttribute()
        {
            if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(place => File.Exists(Path.Combine(place, "systemd-analyze"))))
            {
                Skip = "systemd-analyze is not installed here";
            }
        }
    }
}
