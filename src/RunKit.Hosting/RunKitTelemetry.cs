namespace RunKit.Hosting;

/// <summary>The names under which a host collects what a plane measures. docs/embedding.md lists the instruments.</summary>
public static class RunKitTelemetry
{
    /// <summary>For <c>AddMeter</c>.</summary>
    public const string MeterName = "RunKit";

    /// <summary>For <c>AddSource</c>.</summary>
    public const string ActivitySourceName = "RunKit";
}
