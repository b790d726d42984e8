using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Testing.Sandbox;

/// <summary>
/// Real tmux in a private directory: servers that a test starts, and the only ones it ever touches. Disposing ends every server whose
/// socket is or was in the directory, by pid, and removes the directory.
/// </summary>
public sealed partial class TmuxSandbox : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigUsr1 = 10;
    private const int SigContinue = 18;
    private const int SigStop = 19;
    private const int SigTstp = 20;

    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);

    private readonly ProcessTable _processes = new();
    private readonly ConcurrentDictionary<ProcessIdentity, byte> _servers = new();

    public TmuxSandbox()
    {
        Root = Directory.CreateTempSubdirectory("rk-").FullName;
        SocketDirectory = Path.Combine(Root, $"tmux-{EffectiveUser()}");
        Directory.CreateDirectory(SocketDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The private directory: what <c>TMUX_TMPDIR</c> would name.</summary>
    public string Root { get; }

    /// <summary>Where the sockets are: <c>Root/tmux-UID</c>.</summary>
    public string SocketDirectory { get; }

    public IProcessTable Processes => _processes;

    /// <summary>The path of a server's socket.</summary>
    public SocketPath Socket(string server) => new(Path.Combine(SocketDirectory, server));

    /// <summary>Starts a server with no configuration file and one session; returns its process.</summary>
    public async Task<ProcessIdentity> StartAsync(string server, string session = "user", params string[] options)
    {
        string[] arguments = ["-f", "/dev/null", "-S", Socket(server).Value, "new-session", "-d", "-s", session, .. options];
        var result = await RunAsync("tmux", arguments).ConfigureAwait(false);
        return result.Status == 0
            ? Server(server)
            : throw new InvalidOperationException($"tmux {string.Join(" ", arguments)}: status {result.Status}: {result.Error}{result.Output}");
    }

    /// <summary>The process that listens on a server's socket now.</summary>
    public ProcessIdentity Server(string server)
    {
        var process = SocketProbe.Probe(Socket(server)) is ProbeVerdict.Alive alive ? _processes.Find(alive.Pid)?.Identity : null;
        if (process is null)
        {
            throw new InvalidOperationException($"no server listens on {Socket(server)}");
        }

        _servers.TryAdd(process, 0);
        return process;
    }

    /// <summary>Whether somebody listens on a server's socket now.</summary>
    public bool IsAlive(string server) => SocketProbe.Probe(Socket(server)) is ProbeVerdict.Alive;

    /// <summary>Runs one tmux command, as a user would, and returns what it printed. It never starts a server (<c>-N</c>).</summary>
    /// <exception cref="InvalidOperationException">tmux refused it.</exception>
    public async Task<string> TmuxAsync(string server, params string[] command)
    {
        var result = await TryTmuxAsync(server, command).ConfigureAwait(false);
        return result.Status == 0
            ? result.Output.TrimEnd('\n')
            : throw new InvalidOperationException($"tmux {string.Join(' ', command)}: {result.Error}");
    }

    /// <summary>The same, without an opinion on the result.</summary>
    public Task<SandboxRun> TryTmuxAsync(string server, params string[] command) =>
        RunAsync("tmux", ["-N", "-S", Socket(server).Value, .. command]);

    public void Stop(ProcessIdentity process) => Signal(process, SigStop);

    /// <summary>SIGTSTP, which Ctrl-Z sends.</summary>
    public void Suspend(ProcessIdentity process) => Signal(process, SigTstp);

    public void Continue(ProcessIdentity process) => Signal(process, SigContinue);

    /// <summary>SIGKILL.</summary>
    public void KillHard(ProcessIdentity process) => Signal(process, SigKill);

    /// <summary>SIGUSR1, at which a tmux server makes its socket again.</summary>
    public void RemakeSocket(ProcessIdentity process) => Signal(process, SigUsr1);

    /// <summary>How many clients of any kind are connected to one server.</summary>
    public int Connections(string server) => Connections(path => path == Socket(server).Value);

    /// <summary>How many are connected to all the servers of this directory.</summary>
    public int Connections() => Connections(path => path.StartsWith(SocketDirectory + "/", StringComparison.Ordinal));

    /// <summary>RunKit's own tmux processes that talk to servers in this directory, control clients and one-shot commands alike.</summary>
    public IReadOnlyList<int> OwnClients() => [.. Pids().Where(IsOwnClient)];

    /// <summary>
    /// Writes a program <c>tmux</c> that notes each of its argument vectors, one line each, before it runs the real one. For the setting
    /// <c>tmux-binary</c>, or for the front of a path.
    /// </summary>
    public LoggingTmux MakeLoggingTmux()
    {
        var real = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(directory => Path.Combine(directory, "tmux")).First(File.Exists);
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(Root, "logging")).FullName, "tmux");
        var log = Path.Combine(Root, "logging-tmux.log");
        File.WriteAllText(log, "");
        File.WriteAllText(program, $"#!/bin/sh\nprintf '%s ' \"$@\" | tr '\\n' ' ' >> '{log}'\necho >> '{log}'\nexec '{real}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new LoggingTmux(program, log);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var path in Directory.Exists(SocketDirectory) ? Directory.EnumerateFileSystemEntries(SocketDirectory) : [])
        {
            if (SocketProbe.Probe(new SocketPath(path)) is ProbeVerdict.Alive alive && _processes.Find(alive.Pid) is { } server)
            {
                _servers.TryAdd(server.Identity, 0);
            }
        }

        foreach (var server in _servers.Keys)
        {
            Signal(server, SigKill);
        }

        await Eventually.TrueAsync(() => !_servers.Keys.Any(server => _processes.Lives(server)), "every server of the sandbox has ended")
            .ConfigureAwait(false);
        await Eventually.TrueAsync(Delete, "the sandbox's directory is gone").ConfigureAwait(false);
    }

    // A shell whose terminal has gone may still write its history as it ends.
    private bool Delete()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(Root);
        }
    }

    /// <summary>Runs a program to its end, without the environment's tmux.</summary>
    public async Task<SandboxRun> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
            UseShellExecute = false,
        };
        start.Environment.Remove("TMUX");
        start.Environment.Remove("TMUX_PANE");
        start.Environment["TMUX_TMPDIR"] = Root;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(CommandLimit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        return new SandboxRun(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }

    // The kernel's own table: the server's end of a connection carries the path, and the state of a connected socket is 3.
    private static int Connections(Func<string, bool> isIt) =>
        File.ReadLines("/proc/net/unix").Count(line => line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries) is [_, _, _, _, _, "03", _, var path] && isIt(path));

    private IEnumerable<int> Pids() =>
        Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && _processes.Find(pid) is not null);

    // A server that RunKit has started keeps the words that started it.
    private bool IsOwnClient(int pid)
    {
        var words = Words(pid, "cmdline");
        return words.Contains("-u")
            && words.FirstOrDefault(word => word.StartsWith(SocketDirectory + "/", StringComparison.Ordinal)) is { } path
            && !(SocketProbe.Probe(new SocketPath(path)) is ProbeVerdict.Alive alive && alive.Pid == pid)
            && !_servers.Keys.Any(server => server.Pid == pid);
    }

    private static string[] Words(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}").Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or it is another user's.
            return [];
        }
    }

    // By pid and start time, so that nobody who got the pid later is ever hit.
    private void Signal(ProcessIdentity process, int signal)
    {
        if (_processes.Lives(process))
        {
            _ = Kill(process.Pid, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}

/// <summary>A tmux that keeps a record of how it was called.</summary>
public sealed record LoggingTmux(string Program, string Log)
{
    /// <summary>One line for each call so far.</summary>
    public IReadOnlyList<string> Calls() => File.ReadAllLines(Log);
}

/// <summary>How a program ended that a test has run.</summary>
public sealed record SandboxRun(int Status, string Output, string Error);
