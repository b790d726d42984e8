using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests.Samples;

/// <summary>docs/samples/EmbeddedHost, as its executable and as the pages show it.</summary>
public sealed partial class EmbeddedHostTests
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_pages_show_the_sample_as_it_is()
    {
        var sample = Repository.Read("docs/samples/EmbeddedHost/Program.cs");

        sample.Split('\n').Length.ShouldBeLessThanOrEqualTo(25);
        Repository.Read("README.md").ShouldContain($"```csharp\n{sample}```\n");
        Repository.Read("docs/embedding.md").ShouldContain($"```csharp\n{sample}```\n");
    }

    [Fact]
    public async Task The_sample_tells_what_happens_to_servers_and_leaves_them_alone_when_it_ends()
    {
        await using var sandbox = new TmuxSandbox();
        using var sample = SampleProcess.Start("EmbeddedHost", sandbox);
        var said = new ConcurrentQueue<string>();
        sample.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        sample.BeginOutputReadLine();
        try
        {
            await Eventually.TrueAsync(() => said.Any(line => line.Contains("Application started", StringComparison.Ordinal)), "it has started", Limit);
            var work = await sandbox.StartAsync("work");
            await TellsOfAsync(said, sandbox);

            _ = Kill(sample.Id, SigTerm);
            await sample.WaitForExitAsync().WaitAsync(Limit);

            sample.ExitCode.ShouldBe(0);
            await Eventually.TrueAsync(() => sandbox.OwnClients().Count == 0 && sandbox.Connections() == 0, "nobody is connected");
            sandbox.Server("work").ShouldBe(work);
        }
        finally
        {
            if (!sample.HasExited)
            {
                sample.Kill();
            }
        }
    }

    // It reads events from some moment behind its start on, so the first thing that happens may be too early for it.
    private static async Task TellsOfAsync(ConcurrentQueue<string> said, TmuxSandbox sandbox)
    {
        var renamed = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                if (said.Any(line => line is "session.renamed work"))
                {
                    return true;
                }

                await sandbox.TmuxAsync("work", "rename-session", "-t", "$0", $"user{renamed++}");
                return false;
            },
            "it tells what happens to the server",
            Limit);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
