using System.Diagnostics;
using System.Runtime.InteropServices;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Testing.Sandbox;

/// <summary>
/// Real tmux servers in a private directory (0700, under <c>/tmp</c>), addressed by absolute socket paths only and with no configuration
/// file. Disposing ends what lives in that directory, and nothing else, and removes it. Linux only.
/// </summary>
/// <param name="tmux">The program to run.</param>
public sealed partial class TmuxSandbox(string tmux = "tmux") : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, ProcessIdentity> _servers = new(StringComparer.Ordinal);

    /// <summary>The socket directory.</summary>
    public string Directory { get; } = System.IO.Directory.CreateDirectory(
        $"/tmp/rk-{Guid.NewGuid().ToString("N")[..12]}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    /// <summary>The processes of this machine.</summary>
    public static ProcessTable Processes { get; } = new();

    /// <summary>The path of a server's socket, whether or not there is such a server.</summary>
    public SocketPath Socket(string name) => new($"{Directory}/{name}");

    /// <summary>Starts a server with one session, <c>main</c>, that runs nothing but a silent program; returns its pid.</summary>
    public async Task<int> StartServerAsync(string name)
    {
        string[] birth = ["new-session", "-d", "-s", "main", "-x", "80", "-y", "24", "tail", "-f", "/dev/null"];
        var run = await RunProgramAsync(["-f", "/dev/null", "-u", "-S", Socket(name).Value, .. birth]).ConfigureAwait(false);
        if (run.Status != 0 || Probe(name) is not ProbeVerdict.Alive alive || Processes.Find(alive.Pid) is not { } server)
        {
            throw new InvalidOperationException($"tmux did not start a server: {run.Error}");
        }

        _servers[name] = server.Identity;
        return alive.Pid;
    }

    /// <summary>The pid of the server that was last started under that name.</summary>
    public int Pid(string name) => _servers[name].Pid;

    /// <summary>Runs one tmux command against a server, as a user would, but never starts one.</summary>
    public Task<SandboxRun> RunAsync(string name, params IEnumerable<string> command) =>
        RunProgramAsync(["-N", "-u", "-S", Socket(name).Value, .. command]);

    /// <summary>The same, and returns what it printed without the last line end; throws when it failed.</summary>
    public async Task<string> AskAsync(string name, params IEnumerable<string> command)
    {
        var run = await RunAsync(name, command).ConfigureAwait(false);
        return run.Status == 0 ? run.Output.TrimEnd('\n') : throw new InvalidOperationException($"tmux refused: {run.Error}");
    }

    /// <summary>Connects to a server's socket and closes.</summary>
    public ProbeVerdict Probe(string name) => SocketProbe.Probe(Socket(name));

    /// <summary>Stops a server (SIGSTOP): it lives and answers nothing. Returns when it has stopped.</summary>
    public void Stop(string name)
    {
        _ = Kill(Pid(name), SigStop);
        SpinWait.SpinUntil(() => Processes.Find(Pid(name)) is null or { Stopped: true }, Deadline);
    }

    /// <summary>Lets a stopped server go on.</summary>
    public void Continue(string name) => _ = Kill(Pid(name), SigCont);

    /// <summary>Ends a server without a farewell (SIGKILL), and waits until it is gone.</summary>
    public async Task KillHardAsync(string name)
    {
        _ = Kill(Pid(name), SigKill);
        await UntilAsync(() => !Processes.Lives(_servers[name]), $"server {name} is gone").ConfigureAwait(false);
    }

    /// <summary>Ends a server with <c>kill-server</c>, and waits until it is gone.</summary>
    public async Task KillServerAsync(string name)
    {
        await AskAsync(name, "kill-server").ConfigureAwait(false);
        await UntilAsync(() => !Processes.Lives(_servers[name]), $"server {name} is gone").ConfigureAwait(false);
    }

    /// <summary>The pids of RunKit's own tmux clients of servers in this directory, whoever started them.</summary>
    public IReadOnlyList<int> Clients() =>
        [.. System.IO.Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && IsClient(pid))];

    /// <summary>Waits until something is so.</summary>
    /// <exception cref="TimeoutException">It was not so within ten seconds.</exception>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Deadline)
            {
                throw new TimeoutException($"it never came true that {what}");
            }

            await Task.Delay(5).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var listening = System.IO.Directory.EnumerateFiles(Directory)
            .Select(path => (Probe(Path.GetFileName(path)) as ProbeVerdict.Alive)?.Pid)
            .Select(pid => pid is { } some && some != Environment.ProcessId ? Processes.Find(some)?.Identity : null)
            .OfType<ProcessIdentity>();
        foreach (var server in _servers.Values.Concat(listening).Where(server => Processes.Lives(server)).ToArray())
        {
            _ = Kill(server.Pid, SigKill);
            await UntilAsync(() => !Processes.Lives(server), $"process {server.Pid} is gone").ConfigureAwait(false);
        }

        foreach (var client in Clients())
        {
            _ = Kill(client, SigTerm);
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private bool IsClient(int pid)
    {
        try
        {
            return Processes.Find(pid) is not null
                && File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains($"{TmuxSpawner.SocketDirectoryVariable}={Directory}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or it is another user's.
            return false;
        }
    }

    private async Task<SandboxRun> RunProgramAsync(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(tmux)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = Directory;
        start.Environment["SHELL"] = "/bin/sh";
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Deadline).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _ = Kill(process.Id, SigTerm);
            throw;
        }

        return new SandboxRun(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}

/// <summary>How a tmux command of a <see cref="TmuxSandbox"/> ended.</summary>
public sealed record SandboxRun(int Status, string Output, string Error);
