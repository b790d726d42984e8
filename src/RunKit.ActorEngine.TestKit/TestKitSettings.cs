using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>The durations of <c>akka.test</c>, as configured (before <see cref="TestTimeFactor"/>).</summary>
internal sealed class TestKitSettings
{
    /// <summary>Reads them from a system's configuration; what is missing there is read from the test kit's own defaults.</summary>
    public TestKitSettings(Config config)
    {
        var test = config.WithFallback(TestKitBase.DefaultConfig).GetConfig("akka.test")!;
        DefaultTimeout = test.GetTimeSpan("default-timeout", allowInfinite: false);
        SingleExpectDefault = test.GetTimeSpan("single-expect-default", allowInfinite: false);
        ExpectNoMessageDefault = test.GetTimeSpan("expect-no-message-default", allowInfinite: false);
        TestEventFilterLeeway = test.GetTimeSpan("filter-leeway", allowInfinite: false);
        TestTimeFactor = test.GetDouble("timefactor");
        if (TestTimeFactor <= 0)
            throw new ConfigurationException($"akka.test.timefactor is {TestTimeFactor}; it must be greater than 0.");
    }

    /// <summary>For asks in tests, 5 s.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long an expectation waits, 3 s.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long "no message" is watched for, 3 s.</summary>
    public TimeSpan ExpectNoMessageDefault { get; }

    /// <summary>How long an event filter waits for its events after the action, 3 s.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>What waits are multiplied with, 1.0.</summary>
    public double TestTimeFactor { get; }
}
