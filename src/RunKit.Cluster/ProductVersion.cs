using System.Reflection;

namespace RunKit.Cluster;

/// <summary>RunKit's version, as <c>runkit --version</c> says it.</summary>
internal static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
