namespace RunKit.Hosting;

/// <summary>When a plane counts as healthy.</summary>
public sealed class RunKitHealthOptions
{
    /// <summary>How long the plane may take to answer a check: more than zero.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Servers, by name, without whose connection the plane is not ready; none by default.</summary>
    public ICollection<string> RequiredServers { get; } = [];
}
