using System.Collections.Immutable;
using System.Text;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.RealTmux.Tests.Runs;

/// <summary>A server with one session, and a plane that runs commands there.</summary>
internal sealed class RunBench : IAsyncDisposable
{
    public const string Name = "work";

    private RunBench(TmuxSandbox sandbox, PlaneHost host) => (Sandbox, Host) = (sandbox, host);

    public TmuxSandbox Sandbox { get; }

    public PlaneHost Host { get; private set; }

    public static ServerName Server { get; } = new(Name);

    public static async Task<RunBench> StartAsync()
    {
        var sandbox = new TmuxSandbox();
        await sandbox.StartAsync(Name, "user", "-x", "80", "-y", "24", "tail", "-f", "/dev/null");
        return new RunBench(sandbox, await HostAsync(sandbox));
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<Ran> RunAsync(params string[] command) => RunAsync(new RunRequest([.. command]));

    public async Task<Ran> RunAsync(RunRequest request)
    {
        using var limit = new CancellationTokenSource(Eventually.DefaultLimit);
        using var output = new MemoryStream();
        RunEvent.Ended? ended = null;
        await foreach (var happened in Host.Plane.RunAsync(Server, request, limit.Token))
        {
            ended.ShouldBeNull("nothing comes behind the end");
            ended = happened as RunEvent.Ended;
            output.Write((happened as RunEvent.Output)?.ToBytes() ?? []);
        }

        return new Ran(ended.ShouldNotBeNull().Result, Encoding.UTF8.GetString(output.ToArray()), ended.Run);
    }

    /// <summary>Starts a command, and lets its reader go when it has started.</summary>
    public async Task<RunView> BeginAsync(params string[] command)
    {
        using var enough = new CancellationTokenSource(Eventually.DefaultLimit);
        await foreach (var happened in Host.Plane.RunAsync(Server, new RunRequest([.. command]), enough.Token))
        {
            return happened.ShouldBeOfType<RunEvent.Started>().Run;
        }

        throw new InvalidOperationException("it told nothing");
    }

    /// <summary>Awaits that a run has ended.</summary>
    public async Task<RunView> EndsAsync(RunId run)
    {
        RunView? view = null;
        await Eventually.TrueAsync(
            async () => (view = await Host.Plane.GetRunAsync(run, CancellationToken.None)) is { Result: not null }, $"run {run} has ended");
        return view!;
    }

    public Task<string> TmuxAsync(params string[] command) => Sandbox.TmuxAsync(Name, command);

    /// <summary>Awaits that nothing of any run is left: no window, no output, no process.</summary>
    /// <param name="kept">Runs whose output nobody has read.</param>
    public async Task NothingIsLeftAsync(params RunId[] kept)
    {
        await Eventually.TrueAsync(
            async () => (await TmuxAsync("list-panes", "-a", "-F", "#{@rk_run}")).Trim().Length == 0, "no window of a run is left");
        await Eventually.TrueAsync(() => !Directory.EnumerateFiles(State, "*.out").Any(file => !kept.Any(run => file.Contains(run.ToString(), StringComparison.Ordinal))), "no output of a run is left");
        Directory.EnumerateFiles(State, "*.sh").ShouldBeEmpty();
        await Eventually.TrueAsync(() => Holders() == 0, "no process of a run is left");
    }

    public async Task RestartPlaneAsync(Func<Task> between)
    {
        await Host.DisposeAsync();
        await between();
        Host = await HostAsync(Sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private string State => Directory.CreateDirectory(Path.Combine(Sandbox.SocketDirectory + ".state", "runs")).FullName;

    // The pipes' programs name the file; a pane's holder has its terminal, and ends with it.
    private int Holders() => Directory.EnumerateDirectories("/proc").Count(process => CommandLine(process).Contains(State, StringComparison.Ordinal));

    private static string CommandLine(string process)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0]) ? File.ReadAllText(Path.Combine(process, "cmdline")) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static async Task<PlaneHost> HostAsync(TmuxSandbox sandbox)
    {
        var host = await PlaneHost.StartAsync(sandbox);
        await host.ConnectsAsync(Name);
        return host;
    }

    /// <summary>What a run came to.</summary>
    public sealed record Ran(RunResult Result, string Output, RunView? View);
}
