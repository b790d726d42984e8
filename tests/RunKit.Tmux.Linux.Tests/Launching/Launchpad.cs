using System.Collections.Immutable;
using System.Diagnostics;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Launching;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Tests.Launching;

/// <summary>A launcher in a sandbox, whose tmux reads the configuration that a test writes.</summary>
internal sealed class Launchpad : IAsyncDisposable
{
    private static readonly Lazy<string> Program = new(MakeProgram);

    private readonly string _configuration;

    public Launchpad()
    {
        _configuration = Path.Combine(Sandbox.Root, "tmux.conf");
        Configure("");
        Launcher = In(Sandbox.SocketDirectory);
    }

    public TmuxSandbox Sandbox { get; } = new();

    public ServerLauncher Launcher { get; }

    /// <summary>Every process that the launcher has started.</summary>
    public List<TmuxArguments> Spawned { get; } = [];

    public static NewServer Request(string server = "a", params string[] command) =>
        new(new ServerName(server), null, null, [.. command], AttachOk: false);

    public ServerLauncher In(string directory, string? program = null) => new(
        directory, new TmuxSpawner(Spawned.Add), new TmuxBinary(program ?? Program.Value), new SocketTmuxClient(TimeProvider.System), new ProcessTable(), TimeProvider.System);

    public void Configure(params string[] lines) => File.WriteAllLines(_configuration, lines);

    public Task<CreateOutcome> LaunchAsync(NewServer request, CancellationToken cancellationToken = default) =>
        Launcher.LaunchAsync(request, cancellationToken);

    public async Task<CreateOutcome.Created> CreateAsync(NewServer request)
    {
        var outcome = await LaunchAsync(request);
        var created = outcome.ShouldBeOfType<CreateOutcome.Created>($"{outcome}");
        Sandbox.Server(request.Server.Value).Pid.ShouldBe(created.Generation.Pid);
        return created;
    }

    public async Task<string> NotCreatedAsync(NewServer request) =>
        (await LaunchAsync(request)).ShouldBeOfType<CreateOutcome.NotCreated>().Reason;

    /// <summary>The servers of this sandbox that run, whether or not their sockets lead to them.</summary>
    public ImmutableArray<ServerProcess> Servers() => ServerProcesses.In(Sandbox.SocketDirectory, Sandbox.Processes);

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();

    // The words are -u -S SOCKET and the commands.
    private static string MakeProgram()
    {
        var program = Path.Combine(Directory.CreateTempSubdirectory("rk-tmux-").FullName, "tmux");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(program)!, recursive: true);
        File.WriteAllText(program, "#!/bin/sh\nexec tmux -f \"${3%/*/*}/tmux.conf\" \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        while (IsBusy(program))
        {
            Thread.Yield();
        }

        return program;
    }

    // A process that another test has just forked may hold the file open for writing until it becomes its program.
    private static bool IsBusy(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["-V"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return true;
        }
    }
}
