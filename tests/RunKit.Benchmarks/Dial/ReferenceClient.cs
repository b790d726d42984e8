using System.Diagnostics;
using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Dial;

/// <summary>What the reference's bootstrap ends with: a tmux in control mode on two pipes, attached to a session.</summary>
internal sealed class ReferenceClient : IDisposable
{
    private readonly Process _client;

    private ReferenceClient(Process client) => _client = client;

    /// <summary>It is attached when this returns.</summary>
    public static ReferenceClient Attach(TmuxSandbox sandbox, string server, string session)
    {
        var start = new ProcessStartInfo("tmux", ["-N", "-u", "-C", "-S", sandbox.Socket(server).Value, "attach-session", "-f", "no-output,ignore-size", "-t", $"={session}:"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
            UseShellExecute = false,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["TMUX_TMPDIR"] = sandbox.Root;
        var client = new ReferenceClient(Process.Start(start)!);
        while (client._client.StandardOutput.ReadLine() is var line && line?.StartsWith("%session-changed", StringComparison.Ordinal) != true)
        {
            if (line is null)
                throw new EndOfStreamException("tmux ended before it was attached");
        }

        return client;
    }

    /// <summary>Ends the client by ending its input, and waits until it has gone.</summary>
    public void Dispose()
    {
        _client.StandardInput.Close();
        _client.StandardOutput.ReadToEnd();
        _client.WaitForExit();
        _client.Dispose();
    }
}
