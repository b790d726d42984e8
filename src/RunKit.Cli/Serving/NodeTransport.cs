using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RunKit.Cli.Serving;

/// <summary>
/// Where the node listens, each listener behind its gate. It watches the unix socket's file: those who clean up /tmp remove sockets that nobody has
/// touched for days, and a node whose socket is gone would run on where no verb finds it.
/// </summary>
internal sealed partial class NodeTransport(NodeSocket socket, LatePort port, ConnectionGates gates, ILoggerFactory loggers, TimeProvider time)
    : BackgroundService, IConnectionListenerFactory
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly SocketTransportFactory _sockets = new(
        Options.Create(new SocketTransportOptions { CreateBoundListenSocket = at => at is UnixDomainSocketEndPoint ? socket.Socket : port.Port!.Socket }), loggers);

    private readonly ILogger _log = loggers.CreateLogger("runkit");
    private NodeSocketListener? _listener;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var bound = await _sockets.BindAsync(endpoint, cancellationToken);
        if (endpoint is UnixDomainSocketEndPoint)
        {
            return new GatedListener(_listener = new NodeSocketListener(socket, _sockets, bound), gates.Local);
        }

        port.Bound();
        return new GatedListener(bound, gates.Remote);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var looks = new PeriodicTimer(BetweenLooks, time);
        string? told = null;
        try
        {
            while (await looks.WaitForNextTickAsync(stoppingToken))
            {
                if (_listener is not { } listener || socket.IsThere)
                {
                    continue;
                }

                var problem = await listener.RenewAsync(stoppingToken);
                if (problem is null)
                {
                    LogRenewed(_log, socket.Path);
                }
                else if (problem != told)
                {
                    LogNotRenewed(_log, socket.Path, problem);
                }

                told = problem;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    [LoggerMessage(7, LogLevel.Warning, "the node's socket {Path} was removed, and has been made again")]
    private static partial void LogRenewed(ILogger log, string path);

    [LoggerMessage(8, LogLevel.Error, "the node's socket {Path} was removed and cannot be made again yet: {Problem}")]
    private static partial void LogNotRenewed(ILogger log, string path, string problem);
}
