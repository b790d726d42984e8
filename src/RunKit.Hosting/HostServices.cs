using Microsoft.Extensions.DependencyInjection;

namespace RunKit.Hosting;

/// <summary>What a host has registered; what it adds after RunKit counts too.</summary>
internal sealed record HostServices(IServiceCollection Services);
