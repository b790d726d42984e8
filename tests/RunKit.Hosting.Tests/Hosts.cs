using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RunKit.Hosting.Tests;

/// <summary>Generic hosts as programs build them, apart from the log.</summary>
internal static class Hosts
{
    public static HostApplicationBuilder Builder()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        return builder;
    }
}
