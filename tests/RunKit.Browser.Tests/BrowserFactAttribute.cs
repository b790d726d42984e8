using RunKit.Dashboard;

namespace RunKit.Browser.Tests;

/// <summary>A test in a real browser, or the reason why there is none.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    /// <param name="programs">What it needs beside a browser.</param>
    public BrowserFactAttribute(params string[] programs) => Skip = Reason(programs);

    private static string? Reason(string[] programs) =>
        Chromium.Find() is null ? "chromium is not installed (apt-get install chromium)"
        : !DashboardEndpoints.IsBuilt ? "this build has no page: it was made without node"
        : programs.FirstOrDefault(program => Chromium.OnPath(program) is null) is { } missing ? $"{missing} is not installed"
        : null;
}
