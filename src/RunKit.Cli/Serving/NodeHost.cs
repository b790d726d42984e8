using System.Diagnostics.Metrics;
using Akka.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.Actors.Plane;
using RunKit.Api;
using RunKit.Api.Errors;
using RunKit.Api.Login;
using RunKit.Api.Security;
using RunKit.Dashboard;
using RunKit.Hosting;
using RunKit.Hosting.Configuration;
using RunKit.Mcp;
using RunKit.Mcp.Http;
using RunKit.Tmux.Linux.Sockets;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Cli.Serving;

/// <summary>The node as a process: everything is checked before anything is started, and whatever was started is stopped.</summary>
internal static partial class NodeHost
{
    private const string DefaultLogLevel = "info";

    public static async Task<int> RunAsync(ServeRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var options = RunKitConfiguration.Load(request.ConfigFile, Overrides(request));
            await CheckAsync(options, cancellationToken);
            using var socket = NodeSocket.Claim(request.NodeSocket);
            CheckThatNobodyHas(options.SocketDirectory);
            using var port = new LatePort(options.Http.Listen is { } listen ? NodePort.Claim(listen) : null);
            var keys = TokenFile.PathOf(options.Http.TokenFile);
            var tokens = new Lazy<TokenWatch>(() => TokenWatch.Open(keys, TimeProvider.System));
            if (port.Port is not null)
            {
                _ = tokens.Value;
            }

            using var telemetry = NodeTelemetry.Start(options.Plane.Node);
            await using var app = Build(options, new Doors(socket, port, tokens), request.LogLevel ?? DefaultLogLevel);
            await app.StartAsync(cancellationToken);
            LogListening(app.Logger, socket.Path);
            if (port.Port is { } open)
            {
                Output.Complain($"serving http://{open.EndPoint}; the tokens are in {keys}");
            }

            Output.Complain($"node ready on {socket.Path}");
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitStatus.Done;
        }
        catch (RunKitConfigurationException e)
        {
            throw new VerbException(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It was to end before it had begun.
            return ExitStatus.Done;
        }
    }

    private static async Task CheckAsync(RunKitOptions options, CancellationToken cancellationToken)
    {
        var problem = await TmuxCheck.ProblemAsync(new TmuxBinary(options.TmuxBinary).Default, cancellationToken)
            ?? SocketDirectoryPath.Ensure(options.SocketDirectory);
        if (problem is not null)
        {
            throw new VerbException(problem);
        }
    }

    // The plane takes the directory when it starts, and decides; here it is only asked, for an answer in one line.
    private static void CheckThatNobodyHas(string directory)
    {
        using var claim = SocketDirectoryClaim.TryTake(directory, out var problem);
        if (problem is not null)
        {
            throw new VerbException(problem);
        }
    }

    private static AccessPolicy Access(HttpSettings http, Doors doors, ILogger log, Logins logins)
    {
        var hosts = doors.Port.Port is { } port ? http.Hosts.Append(new HostString(port.EndPoint.ToString()).Host) : http.Hosts;
        return new AccessPolicy(() => doors.Tokens.Value.Current(log), hosts, http.Origins) { Logins = logins };
    }

    // A browser is to come, and no port was asked for: one of loopback, for those who log in by a link.
    private static async Task<(string? Address, string? Problem)> OpenPortAsync(Doors doors, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            _ = doors.Tokens.Value;
            var address = await doors.Port.OpenAsync(cancellationToken);
            LogOpened(log, address);
            return (address, null);
        }
        catch (VerbException e)
        {
            return (null, e.Message);
        }
    }

    // Nothing of a web application's usual defaults: no file, no variable of the environment opens another port or changes the log.
    private static WebApplication Build(RunKitOptions options, Doors doors, string logLevel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "runkit",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        NodeLog.Add(builder.Logging, logLevel);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = NodeLimits.Stop);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.AddSystemd();
        builder.Services.AddRoutingCore();
        options = ClusterService.AddTo(builder.Services, options);
        builder.Services.AddRunKit(options);
        builder.Services.AddHealthChecks().AddRunKit();
        builder.Services.AddRunKitMcp(McpClient);
        if (AuditPath(options.Audit) is { } audit)
        {
            builder.Services.AddSingleton<IAuditTrail>(provider => new AuditFile(options.Audit, audit, Log(provider)));
        }

        builder.Services.AddHostedService(_ => new IdleMemoryService(TimeProvider.System));
        builder.Services.AddHostedService(provider => new Suspension(provider.GetRequiredService<IRequiredActor<RunKitSupervisor>>(), options.Plane.Node));
        builder.WebHost.UseKestrelCore();
        AddTransport(builder.Services, options.Http, doors);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Http.MaxBody;
            kestrel.Limits.RequestHeadersTimeout = NodeLimits.Headers;
            kestrel.Limits.KeepAliveTimeout = NodeLimits.Idle;
            kestrel.ConfigureEndpointDefaults(door => door.Protocols = HttpProtocols.Http1);
            var services = kestrel.ApplicationServices;
            var gates = services.GetRequiredService<ConnectionGates>();
            kestrel.ListenUnixSocket(doors.Socket.Path, door =>
            {
                door.Use(gates.Local.Around);
                door.Use(new DescriptorGate(Log(services)).Around);
            });
            if (doors.Port.Port is { } port)
            {
                kestrel.Listen(port.EndPoint, door => door.Use(gates.Remote.Around));
            }

            doors.Port.Prepare(kestrel, gates.Remote);
        });
        var app = builder.Build();
        var logins = new Logins(app.Services.GetRequiredService<TimeProvider>());
        app.UseRunKitErrors();
        app.Use(ConnectionGate.Hear);
        app.Use(DescriptorGate.OneAnswerOnly);
        app.UseRouting();
        app.UseRunKitAccess(Access(options.Http, doors, app.Logger, logins));
        app.MapRunKitLogin(logins, () => doors.Port.Address, cancellationToken => OpenPortAsync(doors, app.Logger, cancellationToken));
        app.MapRunKit(new ApiLimits
        {
            MaxBody = options.Http.MaxBody,
            MaxStreams = options.Http.MaxStreams,
            StreamProblem = DescriptorGate.StreamProblem,
        });
        CallerAccess.HeedCallers(app.MapRunKitMcp(), options.Http.MaxBody);
        app.MapRunKitDashboard("/", new DashboardOptions { RequireAuthorization = false }).WithMetadata(new BrowserPage());
        return app;
    }

    private static HttpMcpClient McpClient(HttpContext context)
    {
        var caller = CallerAccess.Of(context, "mcp");
        return new HttpMcpClient(
            new PlaneMcpOptions(caller.Plane, caller.Scope) { Time = context.RequestServices.GetRequiredService<TimeProvider>() }, caller.Identity, caller.Holds);
    }

    private static void AddTransport(IServiceCollection services, HttpSettings http, Doors doors)
    {
        services.AddSingleton(provider => new ConnectionGates(
            provider.GetRequiredService<IMeterFactory>(), http, provider.GetRequiredService<TimeProvider>(), Log(provider)));
        services.AddSingleton(provider => new NodeTransport(
            doors.Socket,
            doors.Port,
            provider.GetRequiredService<ConnectionGates>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<NodeTransport>());
        services.AddHostedService(provider => provider.GetRequiredService<NodeTransport>());
    }

    private static ILogger Log(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger("runkit");

    // A node without a place for it serves all the same: its log has every line.
    private static string? AuditPath(AuditSettings audit)
    {
        var path = audit.File.Length > 0 || StateDirectory.Find() is not null ? AuditFile.PathOf(audit.File) : null;
        var problem = path is null ? "there is no home directory" : AuditFile.Problem(path);
        if (problem is null)
        {
            return path;
        }

        Output.Complain($"who changes what is written on stderr alone: {problem}; name a place with runkit.audit.file");
        return null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Overrides(ServeRequest request)
    {
        (string Key, string? Value)[] said =
        [
            ("runkit.socket-dir", request.SocketDirectory is { } directory ? Path.GetFullPath(directory) : null),
            ("runkit.http.listen", request.Listen),
            ("runkit.guard", request.Guard),
            ("akka.loglevel", request.LogLevel is { } level ? NodeLog.ForActors(level) : null),
            ("akka.log-dead-letters", request.LogLevel is "debug" or "trace" ? "on" : null),
        ];
        return said.Where(setting => setting.Value is not null).Select(setting => KeyValuePair.Create(setting.Key, setting.Value!));
    }

    [LoggerMessage(1, LogLevel.Information, "listening on {Socket}")]
    private static partial void LogListening(ILogger log, string socket);

    [LoggerMessage(9, LogLevel.Information, "serving browsers at {Address}")]
    private static partial void LogOpened(ILogger log, string address);

    /// <summary>The ways into the node.</summary>
    /// <param name="Socket">The unix socket.</param>
    /// <param name="Port">Its TCP port, which may come later.</param>
    /// <param name="Tokens">The keys to the port: their file is made when there is one.</param>
    private sealed record Doors(NodeSocket Socket, LatePort Port, Lazy<TokenWatch> Tokens);
}
