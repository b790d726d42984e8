using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.Actors.Plane;
using RunKit.Actors.Scheduling;
using RunKit.Api.Security;
using RunKit.Cluster;
using RunKit.Cluster.Certificates;
using RunKit.Cluster.Links;
using RunKit.Hosting;

namespace RunKit.Cli.Serving;

/// <summary>The node's part of its cluster: it starts when the plane runs, and nothing of the plane waits for it or ends with it.</summary>
internal sealed class ClusterService : IHostedService
{
    private readonly IRequiredActor<RunKitSupervisor> _plane;
    private readonly string _name;

    public ClusterService(IServiceProvider services, ClusterIdentity identity, ClusterFiles files, ClusterSettings settings)
    {
        _plane = services.GetRequiredService<IRequiredActor<RunKitSupervisor>>();
        _name = identity.Facts.Name;
        var time = services.GetRequiredService<TimeProvider>();
        var context = new LinkContext(
            identity,
            files,
            new ClusterOptions { Grant = settings.Grant, Hocon = TimeProviderScheduler.On(time).ToString(includeFallback: false) },
            services.GetRequiredService<IControlPlane>(),
            time,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("runkit.cluster"))
        {
            PlaneFor = (caller, servers) => CallerAccess.PlaneFor(services, caller, servers),
            OnRefused = (caller, operation) => CallerAccess.NoteRefused(services, caller, operation),
        };
        context.Table.Happened = (member, kind) => _ = TellAsync(member, kind);
        Node = new ClusterNode(context);
        Measure(services.GetRequiredService<IMeterFactory>().Create(RunKitTelemetry.MeterName));
    }

    public ClusterNode Node { get; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Node.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Node.StopAsync();

    /// <summary>Adds it where this machine is a node of a cluster. What cannot be used of its files is said, and the node serves alone.</summary>
    /// <returns>The options with the name that the node has in its cluster.</returns>
    public static RunKitOptions AddTo(IServiceCollection services, RunKitOptions options)
    {
        if (options.Hocon.GetString("runkit.node", "") is { Length: > 0 } named && Load(options) is { } other && other.Identity.Facts.Name != named)
        {
            Output.Complain($"this node serves alone: runkit.node is {named}, and its name in the cluster is {other.Identity.Facts.Name}");
            return options;
        }

        if (Load(options) is not var (identity, files))
        {
            return options;
        }

        services.AddSingleton(provider => new ClusterService(provider, identity, files, options.Cluster));
        services.AddSingleton<INodes>(provider => provider.GetRequiredService<ClusterService>().Node);
        services.AddHostedService(provider => provider.GetRequiredService<ClusterService>());
        return options with { Plane = options.Plane with { Node = identity.Facts.Name } };
    }

    private static (ClusterIdentity Identity, ClusterFiles Files)? Load(RunKitOptions options)
    {
        try
        {
            return Nodes.ClusterPlace.Find(options.Cluster.Directory) is { Exist: true } files
                ? (files.Load(TimeProvider.System.GetUtcNow()), files)
                : null;
        }
        catch (ClusterProblemException e)
        {
            Output.Complain($"this node serves alone: {e.Message}");
            return null;
        }
    }

    private void Measure(Meter meter) => meter.CreateObservableUpDownCounter(
        "runkit.nodes",
        () => Node.GetNodes().GroupBy(node => node.State).Select(same => new Measurement<int>(same.Count(), new KeyValuePair<string, object?>("state", KebabCase.Of(same.Key)))),
        "{node}",
        "Nodes of the cluster that this one knows of, itself included");

    private async Task TellAsync(string member, NodeEventKind kind)
    {
        var plane = await _plane.GetAsync();
        plane.Tell(new PlaneProtocol.NodeReport(_name, member, kind), ActorRefs.NoSender);
    }
}
