using System.ComponentModel;
using System.Diagnostics;

namespace RunKit.Cli.Dashboard;

/// <summary>The browser of whoever sits at this machine.</summary>
internal static class Browser
{
    private const string Opener = "xdg-open";
    private static readonly string[] Displays = ["WAYLAND_DISPLAY", "DISPLAY"];

    /// <summary>Opens an address where there is a display and a program for it.</summary>
    /// <returns>False when nothing was opened.</returns>
    public static bool TryOpen(string url)
    {
        if (!HasDisplay())
        {
            return false;
        }

        try
        {
            // It may print, and stay for as long as the browser does: neither is this verb's affair.
            using var started = Process.Start(new ProcessStartInfo(Opener, [url]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false });
            return started is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static bool HasDisplay() => Displays.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });
}
