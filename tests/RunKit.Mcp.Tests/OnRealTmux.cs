namespace RunKit.Mcp.Tests;

/// <summary>Tests of tools on a real server <c>a</c>, with one session <c>user</c>, that a plane manages.</summary>
/// <param name="program">What runs in its one pane.</param>
public abstract class OnRealTmux(params string[] program) : IAsyncLifetime
{
    private PlaneHost _host = null!;

    protected TmuxSandbox Sandbox { get; } = new();

    protected IControlPlane Plane => _host.Plane;

    public virtual async Task InitializeAsync()
    {
        await Sandbox.StartAsync("a", "user", program);
        _host = await PlaneHost.StartAsync(Sandbox);
        await _host.ConnectsAsync("a");
    }

    public virtual async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
