using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.ControlPlane;
using RunKit.Hosting;
using RunKit.Hosting.Configuration;
using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Tmux;

/// <summary>A plane in this process with the settings that everybody has, over a sandbox's directory.</summary>
internal sealed class PlaneHere : IAsyncDisposable
{
    private readonly IHost _host;

    private PlaneHere(IHost host)
    {
        _host = host;
        Plane = host.Services.GetRequiredService<IControlPlane>();
    }

    public IControlPlane Plane { get; }

    /// <summary>Built, and not started.</summary>
    public static PlaneHere Build(TmuxSandbox sandbox)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddRunKit(RunKitConfiguration.Load(null, [new("runkit.socket-dir", sandbox.SocketDirectory)]));
        return new PlaneHere(builder.Build());
    }

    /// <summary>Started, and connected to so many servers.</summary>
    public static async Task<PlaneHere> StartAsync(TmuxSandbox sandbox, int servers)
    {
        var here = Build(sandbox);
        await here.StartAsync(servers);
        return here;
    }

    public async Task StartAsync(int servers)
    {
        await _host.StartAsync();
        await Plane.ConnectsAsync(servers);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
