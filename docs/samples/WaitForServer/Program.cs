using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Hosting;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddRunKit(builder.Configuration);
using var host = builder.Build();
await host.StartAsync();

var plane = host.Services.GetRequiredService<IControlPlane>();
var server = new ServerName("work");
var from = await plane.GetLastEventIdAsync(CancellationToken.None);
var up = await plane.WaitUntilAsync(server, view => view?.Status == ServerStatus.Connected, TimeSpan.FromMinutes(1), CancellationToken.None);
Console.WriteLine($"{up!.Name} runs, pid {up.Generation!.Pid}");

await foreach (var happened in plane.ReadEventsAsync(new EventFilter { After = from, Servers = ["work"], Types = ["server.*"] }, CancellationToken.None))
{
    Console.WriteLine(EventTypes.Of(happened));
    if (happened is ServerEventEnvelope { Event: ServerLost })
    {
        break;
    }
}

await host.StopAsync();
