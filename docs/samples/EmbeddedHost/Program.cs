using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddRunKit(builder.Configuration);
builder.Services.AddHostedService<Watcher>();
await builder.Build().RunAsync();

internal sealed class Watcher(IControlPlane plane) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var happened in plane.ReadEventsAsync(null, stoppingToken))
        {
            Console.WriteLine($"{EventTypes.Of(happened)} {(happened as ServerEventEnvelope)?.Server}");
        }
    }
}
