using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RunKit.Actors;
using RunKit.Actors.Dialing;
using RunKit.Actors.Notices;
using RunKit.Actors.Plane;
using RunKit.ControlPlane;
using RunKit.Hosting.Configuration;
using RunKit.Hosting.Notices;
using RunKit.Hosting.Telemetry;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Linux.Launching;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Runs;
using RunKit.Tmux.Linux.Sockets;
using RunKit.Tmux.Linux.Streams;
using RunKit.Tmux.Linux.Terminals;

namespace RunKit.Hosting;

/// <summary>What a plane is made of, as services. Nothing is read or made before the host starts.</summary>
internal static class PlaneServices
{
    /// <summary>Whether a plane is among the services.</summary>
    public static bool AreIn(IServiceCollection services) => services.Any(service => service.ServiceType == typeof(RunKitOptions));

    /// <summary>Reads the configuration that the host's options amount to once everybody has had a say.</summary>
    public static RunKitOptions ReadOptions(IServiceProvider provider) =>
        RunKitConfiguration.LoadHost(provider.GetRequiredService<IOptions<RunKitHostOptions>>().Value);

    /// <exception cref="InvalidOperationException">A plane is there already.</exception>
    public static void Add(IServiceCollection services, Func<IServiceProvider, RunKitOptions> options)
    {
        if (AreIn(services))
        {
            throw new InvalidOperationException(
                "this host has a plane already; to change how it is configured, use services.Configure<RunKitHostOptions>(...)");
        }

        services.AddOptions();
        services.AddSingleton(options);
        services.AddSingleton(new HostServices(services));
        AddTmux(services);
        services.AddSingleton<IPaneTerminals, PaneTerminals>();
        services.AddSingleton<IPaneProcesses, PaneProcesses>();
        services.AddSingleton<IJitter, RandomJitter>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<PlaneInstruments>();
        services.AddSingleton<IRunFiles>(provider => new RunFiles(Options(provider).StateDirectory));
        services.AddSingleton<IRunProcesses, RunProcesses>();
        services.AddSingleton<IAttachedTerminals, AttachedTerminals>();
        services.AddSingleton<IPanePipes>(provider => new PanePipes(Options(provider).StateDirectory));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PlanePorts>(provider) with
        {
            RunFiles = provider.GetRequiredService<IRunFiles>(),
            RunProcesses = provider.GetRequiredService<IRunProcesses>(),
            PaneProcesses = provider.GetRequiredService<IPaneProcesses>(),
            Notices = [.. provider.GetServices<INoticeChannel>().Concat(Channels(Options(provider).Notify, provider.GetRequiredService<TimeProvider>()))],
            PanePipes = provider.GetRequiredService<IPanePipes>(),
            AttachedTerminals = provider.GetRequiredService<IAttachedTerminals>(),
        });
        services.AddSingleton<IControlPlane>(provider => new MeasuredPlane(
            new ActorControlPlane(
                provider.GetRequiredService<IRequiredActor<RunKitSupervisor>>().GetAsync, Options(provider).Plane, provider.GetRequiredService<PlanePorts>()),
            provider.GetRequiredService<PlaneInstruments>()));
        services.AddHostedService<StartupChecks>();
    }

    private static IEnumerable<INoticeChannel> Channels(NotifySettings settings, TimeProvider time)
    {
        if (settings.Webhook is { } url)
        {
            yield return new WebhookChannel(url, settings.SecretFile, time);
        }

        if (!settings.Command.IsEmpty)
        {
            yield return new CommandChannel(settings.Command, time);
        }
    }

    private static void AddTmux(IServiceCollection services)
    {
        services.AddSingleton<IProcessTable, ProcessTable>();
        services.AddSingleton(provider => new TmuxBinary(Options(provider).TmuxBinary));
        services.AddSingleton(provider => new TmuxSpawner(provider.GetService<SpawnObserver>()?.OnSpawn));
        services.AddSingleton<ISocketSource>(provider => new SocketDirectory(Options(provider).SocketDirectory));
        services.AddSingleton<ISocketProbe, SocketProbe>();
        services.AddSingleton(Client);
        services.AddSingleton<IServerDialer>(provider => new ServerDialer(
            provider.GetRequiredService<ITmuxClient>(),
            provider.GetRequiredService<ISocketProbe>(),
            provider.GetRequiredService<IProcessTable>(),
            Options(provider).Dial,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IServerLauncher>(provider => new ServerLauncher(
            Options(provider).SocketDirectory,
            provider.GetRequiredService<TmuxSpawner>(),
            provider.GetRequiredService<TmuxBinary>(),
            provider.GetRequiredService<ITmuxClient>(),
            provider.GetRequiredService<IProcessTable>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static ITmuxClient Client(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var tmux = provider.GetRequiredService<TmuxBinary>();
        var socket = new SocketTmuxClient(time);
        var process = new CliWrapTmuxClient(provider.GetRequiredService<TmuxSpawner>(), tmux, time);
        return Options(provider).Client switch
        {
            ClientChoice.Socket => socket,
            ClientChoice.Auto when !tmux.IsSet => new TmuxClient(TmuxClientKind.Socket, socket, process),
            _ => process,
        };
    }

    private static RunKitOptions Options(IServiceProvider provider) => provider.GetRequiredService<RunKitOptions>();
}
