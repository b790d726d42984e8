using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RunKit.Cli.Tests;

/// <summary>
/// The real executable in a place of its own: its tmux sockets, its node's socket, its home. What it starts in the background ends with it.
/// </summary>
public sealed partial class Runkit : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly ConcurrentBag<Background> _started = [];

    public Runkit()
    {
        RuntimeDirectory = Directory.CreateDirectory(Path.Combine(Sandbox.Root, "run")).FullName;
        Environment["TMUX_TMPDIR"] = Sandbox.Root;
        Environment["XDG_RUNTIME_DIR"] = RuntimeDirectory;
        Environment["HOME"] = Sandbox.Root;
        Environment["XDG_STATE_HOME"] = null;
        Environment["XDG_CONFIG_HOME"] = null;
        Environment["SHELL"] = "/bin/sh";
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "runkit");

    public TmuxSandbox Sandbox { get; } = new();

    /// <summary>What <c>XDG_RUNTIME_DIR</c> names.</summary>
    public string RuntimeDirectory { get; }

    public string NodeSocket => Path.Combine(RuntimeDirectory, "runkit", "node.sock");

    /// <summary>Where a node that listens keeps its tokens.</summary>
    public string TokenFile => Path.Combine(Sandbox.Root, ".local", "state", "runkit", "tokens");

    /// <summary>Goes over the environment of whatever is started; null takes a variable away.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal) { ["TMUX"] = null, ["TMUX_PANE"] = null };

    /// <summary>What a verb finds on stdin; nothing unless said.</summary>
    public ImmutableArray<byte> Input { get; set; } = [];

    /// <summary>Runs a verb to its end.</summary>
    public async Task<Ended> RunAsync(params string[] arguments)
    {
        using var started = Start(arguments);
        return await started.EndAsync();
    }

    /// <summary>Runs a verb by another program, which gets the executable and its arguments behind its own.</summary>
    public async Task<Ended> RunByAsync(ImmutableArray<string> program, params string[] arguments)
    {
        using var started = StartBy(program, arguments);
        return await started.EndAsync();
    }

    /// <summary>Starts a verb by another program, as <see cref="RunByAsync"/> does, and goes on.</summary>
    public Background StartBy(ImmutableArray<string> program, params string[] arguments) => Start(program[0], [.. program[1..], Program, .. arguments]);

    /// <summary>Runs a verb with its stdout in a file.</summary>
    public Task<Ended> RunIntoAsync(string file, params string[] arguments) =>
        RunByAsync(["sh", "-c", "out=$1; shift; exec \"$@\" > \"$out\"", "sh", file], arguments);

    /// <summary>The number of the user who runs this.</summary>
    public async Task<string> UserAsync() => (await Sandbox.RunAsync("id", "-u")).Output.Trim();

    /// <summary>Starts a verb and goes on.</summary>
    public Background Start(params string[] arguments) => Start(Program, arguments);

    private Background Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        foreach (var name in start.Environment.Keys.Where(name => (name.StartsWith("RUNKIT_", StringComparison.Ordinal) || name.StartsWith("OTEL_", StringComparison.Ordinal)) && !Environment.ContainsKey(name)).ToArray())
        {
            start.Environment.Remove(name);
        }

        var background = new Background(Process.Start(start)!, Input);
        _started.Add(background);
        return background;
    }

    /// <summary>Starts a node and waits until it is ready.</summary>
    public async Task<Background> ServeAsync(params string[] arguments)
    {
        var node = Start(["serve", .. arguments]);
        await node.SaysAsync("node ready on");
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var background in _started)
        {
            await background.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    /// <summary>How a verb ended.</summary>
    public sealed record Ended(int Status, string Output, string Error)
    {
        /// <summary>It said one line on stderr, and nothing else anywhere.</summary>
        public Ended ShouldComplain(int status, string words)
        {
            (Status, Output).ShouldBe((status, ""), Error);
            Error.ShouldStartWith("runkit: ");
            Error.ShouldEndWith("\n");
            Error.Count(c => c == '\n').ShouldBe(1, Error);
            Error.ShouldContain(words);
            return this;
        }

        /// <summary>It said nothing on stderr, and this on stdout. That a start takes long, as on a busy machine, may have been said.</summary>
        public string ShouldBeDone()
        {
            (Status, string.Join('\n', Error.Split('\n').Where(line => !line.Contains(": starting; tmux may still be running", StringComparison.Ordinal)))).ShouldBe((0, ""));
            return Output;
        }
    }

    /// <summary>A verb that runs.</summary>
    public sealed class Background : IAsyncDisposable, IDisposable
    {
        private readonly Process _process;
        private readonly List<string> _error = [];
        private readonly Task _errorRead;

        internal Background(Process process, ImmutableArray<byte> input)
        {
            _process = process;
            process.StandardInput.BaseStream.Write(input.AsSpan());
            process.StandardInput.Close();
            _errorRead = ReadErrorAsync();
        }

        public int Pid => _process.Id;

        /// <summary>Where a node said that it listens over TCP.</summary>
        public string Url => Error.Split('\n').Single(line => line.Contains("serving http://", StringComparison.Ordinal)).Split(' ')[2].TrimEnd(';');

        public bool HasEnded => _process.HasExited;

        public StreamReader Output => _process.StandardOutput;

        public string Error
        {
            get
            {
                lock (_error)
                {
                    return string.Concat(_error.Select(line => line + "\n"));
                }
            }
        }

        public Task SaysAsync(string words) => Eventually.TrueAsync(
            () =>
            {
                var (ended, said) = (HasEnded, Error);
                return said.Contains(words, StringComparison.Ordinal)
                    || (ended ? throw new InvalidOperationException($"it ended: {said}") : false);
            },
            $"stderr says '{words}'",
            Limit);

        public async Task<string> LineAsync()
        {
            using var limit = new CancellationTokenSource(Limit);
            return await Output.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"stdout has ended: {Error}");
        }

        public void Terminate() => _ = Kill(Pid, SigTerm);

        public void KillHard() => _ = Kill(Pid, SigKill);

        /// <summary>Waits for the end.</summary>
        public async Task<Ended> EndAsync()
        {
            using var limit = new CancellationTokenSource(Limit);
            var output = await Output.ReadToEndAsync(limit.Token);
            await _process.WaitForExitAsync(limit.Token);
            await _errorRead.WaitAsync(limit.Token);
            return new Ended(_process.ExitCode, output, Error);
        }

        public void Dispose()
        {
            if (!HasEnded)
            {
                KillHard();
            }
        }

        public async ValueTask DisposeAsync()
        {
            Dispose();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private async Task ReadErrorAsync()
        {
            while (await _process.StandardError.ReadLineAsync() is { } line)
            {
                lock (_error)
                {
                    _error.Add(line);
                }
            }
        }
    }
}
