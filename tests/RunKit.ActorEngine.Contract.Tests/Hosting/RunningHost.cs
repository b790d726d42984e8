using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RunKit.ActorEngine.Contract.Tests.Hosting;

/// <summary>A host with nothing in it but an actor system; stops at the end of the test.</summary>
internal sealed class RunningHost(IHost host) : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public IServiceProvider Services => host.Services;

    public ActorSystem System => host.Services.GetRequiredService<ActorSystem>();

    public ActorRegistry Registry => host.Services.GetRequiredService<ActorRegistry>();

    public static IHost Build(Action<AkkaConfigurationBuilder, IServiceProvider> configure, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        services?.Invoke(builder.Services);
        builder.Services.AddAkka("hosted", configure);
        return builder.Build();
    }

    public static async Task<RunningHost> StartAsync(
        Action<AkkaConfigurationBuilder, IServiceProvider> configure, Action<IServiceCollection>? services = null)
    {
        var host = Build(configure, services);
        await host.StartAsync().WaitAsync(Deadline);
        return new RunningHost(host);
    }

    public Task StopAsync() => host.StopAsync().WaitAsync(Deadline);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        host.Dispose();
    }
}

/// <summary>Answers every message with itself.</summary>
internal sealed class Echo : ReceiveActor
{
    public Echo() => ReceiveAny(message => Sender.Tell(message));
}
