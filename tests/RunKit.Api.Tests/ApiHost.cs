using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api;
using RunKit.Api.Errors;
using RunKit.ControlPlane;
using RunKit.Testing.Planes;

namespace RunKit.Api.Tests;

/// <summary>The API over a fake plane, on a real unix socket in a directory of its own.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private WebApplication _app;

    private ApiHost(string directory, FakeControlPlane plane, TimeProvider time)
    {
        (Directory, Plane) = (directory, plane);
        _app = Build(time);
    }

    public string Directory { get; }

    public string Socket => Path.Combine(Directory, "node.sock");

    public FakeControlPlane Plane { get; }

    public static async Task<ApiHost> StartAsync(FakeControlPlane? plane = null, TimeProvider? time = null)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("rk-").FullName;
        var host = new ApiHost(directory, plane ?? new FakeControlPlane(), time ?? TimeProvider.System);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>An ordinary HTTP client on the socket.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://node"),
    };

    /// <summary>Ends the application, as a node ends; <see cref="RestartAsync"/> starts another one on the same socket.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async Task RestartAsync()
    {
        await _app.DisposeAsync();
        File.Delete(Socket);
        _app = Build(TimeProvider.System);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private WebApplication Build(TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IControlPlane>(Plane);
        builder.Services.AddSingleton(time);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket));
        var app = builder.Build();
        app.UseRunKitErrors();
        app.UseRouting();
        app.MapRunKit();
        return app;
    }
}
