using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RunKit.Api;
using RunKit.Api.Errors;
using RunKit.Api.Login;
using RunKit.Api.Security;
using RunKit.ControlPlane;
using RunKit.Testing.Planes;

namespace RunKit.Api.Tests;

/// <summary>The API over a fake plane, on a real unix socket in a directory of its own.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private WebApplication _app;

    private readonly AccessPolicy? _access;
    private readonly ApiLimits? _limits;
    private readonly Action<IServiceCollection>? _services;

    private ApiHost(
        string directory, FakeControlPlane plane, TimeProvider time, AccessPolicy? access, ApiLimits? limits, Action<IServiceCollection>? services)
    {
        (Directory, Plane, _access, _limits, _services) = (directory, plane, access, limits, services);
        _app = Build(time);
    }

    public string Directory { get; }

    public string Socket => Path.Combine(Directory, "node.sock");

    public FakeControlPlane Plane { get; }

    /// <summary>Where it listens over TCP, if it does: port of loopback.</summary>
    public int Port => new Uri(_app.Urls.Single(url => !url.Contains("unix", StringComparison.Ordinal))).Port;

    /// <summary>Every endpoint that is mapped.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>What the application has logged.</summary>
    public LogLines Log { get; } = new();

    /// <param name="access">Whom to answer over TCP; null to listen on the unix socket only.</param>
    /// <param name="services">What else the application has.</param>
    public static async Task<ApiHost> StartAsync(
        FakeControlPlane? plane = null,
        TimeProvider? time = null,
        AccessPolicy? access = null,
        ApiLimits? limits = null,
        Action<IServiceCollection>? services = null)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("rk-").FullName;
        var host = new ApiHost(directory, plane ?? new FakeControlPlane(), time ?? TimeProvider.System, access, limits, services);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>An ordinary HTTP client on the socket.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) => await ConnectAsync(overTcp: false, cancellationToken),
    })
    {
        BaseAddress = new Uri("http://node"),
    };

    /// <summary>A bare connection, over TCP or to the unix socket.</summary>
    public async Task<NetworkStream> ConnectAsync(bool overTcp, CancellationToken cancellationToken)
    {
        var socket = overTcp
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        EndPoint where = overTcp ? new IPEndPoint(IPAddress.Loopback, Port) : new UnixDomainSocketEndPoint(Socket);
        await socket.ConnectAsync(where, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>An ordinary HTTP client over TCP.</summary>
    public HttpClient TcpClient(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

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
        _services?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore();
        builder.Logging.AddProvider(Log);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(Socket);
            if (_access is not null)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        var app = builder.Build();
        app.UseRunKitErrors();
        app.UseRouting();
        if (_access is not null)
        {
            app.UseRunKitAccess(_access);
        }

        if (_access?.Logins is { } logins)
        {
            app.MapRunKitLogin(logins, () => "http://127.0.0.1:1");
        }

        app.MapRunKit(_limits);
        return app;
    }
}
