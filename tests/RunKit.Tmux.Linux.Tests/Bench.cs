using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Linux.Tests;

/// <summary>A sandbox for servers that run no shell.</summary>
public sealed class Bench : IAsyncDisposable
{
    public TmuxSandbox Sandbox { get; } = new();

    /// <summary>A server with one session, <c>user</c>, that runs no shell.</summary>
    public Task<ProcessIdentity> StartAsync(string server) =>
        Sandbox.StartAsync(server, "user", "-x", "80", "-y", "24", "tail", "-f", "/dev/null");

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}

/// <summary>Tests with a bench of their own each.</summary>
public abstract class BenchTests : IAsyncLifetime
{
    protected Bench Bench { get; } = new();

    protected TmuxSandbox Sandbox => Bench.Sandbox;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Bench.DisposeAsync().AsTask();
}

/// <summary>A test that only root can carry out, since it gives files away.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "only root can give a file to another user";
}
