using System.Diagnostics;
using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests.Samples;

/// <summary>A sample's executable, in a place of its own.</summary>
internal static class SampleProcess
{
    public static Process Start(string sample, TmuxSandbox sandbox)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, sample))
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("RUNKIT_", StringComparison.Ordinal) || name is "TMUX" or "TMUX_PANE").ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["TMUX_TMPDIR"] = sandbox.Root;
        return Process.Start(start)!;
    }
}
