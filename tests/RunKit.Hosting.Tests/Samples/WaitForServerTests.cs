using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests.Samples;

/// <summary>docs/samples/WaitForServer, as its executable and as the page shows it.</summary>
public sealed class WaitForServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_page_shows_the_sample_as_it_is() =>
        Repository.Read("docs/embedding.md").ShouldContain($"```csharp\n{Repository.Read("docs/samples/WaitForServer/Program.cs")}```\n");

    [Fact]
    public async Task The_sample_waits_for_a_server_and_follows_it_to_its_end()
    {
        await using var sandbox = new TmuxSandbox();
        using var sample = SampleProcess.Start("WaitForServer", sandbox);
        try
        {
            var work = await sandbox.StartAsync("work");
            (await LineAsync()).ShouldBe($"work runs, pid {work.Pid}");

            await sandbox.TmuxAsync("work", "kill-server");
            string? line;
            do
            {
                line = await LineAsync();
                line.ShouldNotBeNull().ShouldStartWith("server.");
            }
            while (line != "server.lost");

            await sample.WaitForExitAsync().WaitAsync(Limit);
            sample.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!sample.HasExited)
            {
                sample.Kill();
            }
        }

        // What the host logs stands between.
        async Task<string?> LineAsync()
        {
            string? line;
            do
            {
                line = await sample.StandardOutput.ReadLineAsync().WaitAsync(Limit);
            }
            while (line is not null && !line.StartsWith("work ", StringComparison.Ordinal) && !line.StartsWith("server.", StringComparison.Ordinal));

            return line;
        }
    }
}
