using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace RunKit.Cli.Serving;

/// <summary>
/// The node's TCP port: the one that was asked for, from the beginning; else a port of loopback, from the moment that the first browser is to come.
/// </summary>
internal sealed class LatePort : IDisposable
{
    private const string Endpoint = "Browsers";

    private readonly IConfigurationRoot _endpoints = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly TaskCompletionSource _isBound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly bool _isLate;

    public LatePort(NodePort? first) => (Port, _isLate) = (first, first is null);

    /// <summary>The port; null while there is none.</summary>
    public NodePort? Port { get; private set; }

    /// <summary>Where browsers reach the node; null while they cannot.</summary>
    public string? Address => Port is { } port ? AddressOf(port.EndPoint) : null;

    /// <summary>Lets the server open the port when it is told to.</summary>
    public void Prepare(KestrelServerOptions kestrel, ConnectionGate gate)
    {
        if (_isLate)
        {
            kestrel.Configure(_endpoints, reloadOnChange: true).Endpoint(Endpoint, endpoint => endpoint.ListenOptions.Use(gate.Around));
        }
    }

    /// <summary>Opens the port, unless it is open, and returns where it is.</summary>
    /// <exception cref="VerbException">It cannot be opened.</exception>
    public async Task<string> OpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Port is null)
            {
                Port = NodePort.Claim(new IPEndPoint(IPAddress.Loopback, 0));
                _endpoints[$"Endpoints:{Endpoint}:Url"] = Address;
                _endpoints.Reload();
            }
        }

        if (_isLate)
        {
            await _isBound.Task.WaitAsync(cancellationToken);
        }

        return Address!;
    }

    /// <summary>The server accepts connections there.</summary>
    public void Bound() => _isBound.TrySetResult();

    public void Dispose() => Port?.Dispose();

    // Who listens everywhere is reached on loopback.
    private static string AddressOf(IPEndPoint at)
    {
        var host = at.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : at.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : at.Address;
        return $"http://{new IPEndPoint(host, at.Port)}";
    }
}
