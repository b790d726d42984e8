using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using RunKit.Tmux.Processes.Probing;

namespace RunKit.Tmux.Processes.Spawning;

/// <summary>
/// The one place that starts tmux. Every process begins on one thread that lives as long as this object: Linux sends the
/// parent-death signal when the <em>thread</em> that spawned dies, so a pool thread's retirement would end the client.
/// </summary>
public sealed class TmuxSpawner : IDisposable
{
    /// <summary>Carried by every client: whose it is, as <c>PID:START</c>, so that a later life knows its own stale ones.</summary>
    public const string OwnerVariable = "_RUNKIT_OWNER";

    /// <summary>Carried by every client: the directory of its socket.</summary>
    public const string SocketDirectoryVariable = "_RUNKIT_SOCKET_DIR";

    private static readonly string[] KeptVariables = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "SHELL"];

    private readonly BlockingCollection<Action> _work = [];
    private readonly Action<TmuxArguments>? _onSpawn;
    private readonly string? _setpriv = TmuxBinary.FindOnPath("setpriv");
    private readonly string _owner;

    /// <param name="onSpawn">Told of every argument vector before it runs; called on the thread that runs it.</param>
    public TmuxSpawner(Action<TmuxArguments>? onSpawn = null)
    {
        _onSpawn = onSpawn;
        var us = new ProcessTable().Find(Environment.ProcessId);
        _owner = $"{Environment.ProcessId}:{us?.Identity.StartTicks}";
        new Thread(Work) { IsBackground = true, Name = "tmux-spawner" }.Start();
    }

    /// <summary>Whether clients end when this process dies. False without <c>setpriv</c> (util-linux): then a crash may leave clients behind.</summary>
    public bool ClientsDieWithUs => _setpriv is not null;

    /// <summary>Starts tmux with all three streams piped. A client in control mode also gets the parent-death signal.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    internal Task<Process> StartAsync(TmuxArguments arguments, string binary, bool diesWithUs)
    {
        var start = StartInfo(arguments, binary, diesWithUs);
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() => Start(start, arguments, started));
        }
        catch (InvalidOperationException)
        {
            started.SetException(new Win32Exception("the spawner is disposed"));
        }

        return started.Task;
    }

    public void Dispose() => _work.CompleteAdding();

    /// <summary>Where a process of ours starts: the user's home, else <c>/</c>; never a directory that may go away with us.</summary>
    internal static string HomeDirectory =>
        Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home && Directory.Exists(home) ? home : "/";

    /// <summary>
    /// What to change of our environment for a tmux process; null means: leave it out. A client sends all of it to the server, where a
    /// small one is the safer one (tmux before 3.7 can crash on a handshake cut short). A newborn server keeps its parent's for good,
    /// so a birth passes on what is the user's and nothing of ours.
    /// </summary>
    internal IReadOnlyDictionary<string, string?> EnvironmentChanges(TmuxArguments arguments)
    {
        var changes = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => arguments.MayStartServer ? IsForeign(name) : !KeptVariables.Contains(name, StringComparer.Ordinal))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        if (!arguments.MayStartServer)
        {
            changes[OwnerVariable] = _owner;
            changes[SocketDirectoryVariable] = arguments.SocketDirectory;
        }

        return changes;
    }

    /// <summary>The little of our environment that a client shows its server, as <c>NAME=VALUE</c>.</summary>
    internal static IEnumerable<string> ClientEnvironment() => KeptVariables
        .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
        .Where(variable => variable.Value is not null)
        .Select(variable => $"{variable.Name}={variable.Value}");

    /// <summary>Tells the observer of an argument vector that is about to run.</summary>
    internal void Announce(TmuxArguments arguments) => _onSpawn?.Invoke(arguments);

    private static bool IsForeign(string name) =>
        name is "TMUX" or "TMUX_PANE"
        || name.StartsWith("DIRENV_", StringComparison.Ordinal)
        || name.StartsWith("RUNKIT_", StringComparison.Ordinal)
        || name.StartsWith("_RUNKIT_", StringComparison.Ordinal);

    private void Work()
    {
        foreach (var start in _work.GetConsumingEnumerable())
        {
            start();
        }
    }

    private void Start(ProcessStartInfo start, TmuxArguments arguments, TaskCompletionSource<Process> started)
    {
        try
        {
            Announce(arguments);
            started.SetResult(Process.Start(start)!);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            started.SetException(e as Win32Exception ?? new Win32Exception(e.Message, e));
        }
    }

    private ProcessStartInfo StartInfo(TmuxArguments arguments, string binary, bool diesWithUs)
    {
        var wrapped = diesWithUs && _setpriv is not null;
        var start = new ProcessStartInfo(wrapped ? _setpriv! : binary)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            WorkingDirectory = HomeDirectory,
            UseShellExecute = false,
        };
        foreach (var word in (IEnumerable<string>)(wrapped ? ["--pdeathsig", "TERM", "--", binary, .. arguments.Words] : arguments.Words))
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (name, value) in EnvironmentChanges(arguments))
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }
}
