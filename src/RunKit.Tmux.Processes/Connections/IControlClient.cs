using System.Diagnostics;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>A tmux client in control mode, as the system hands it out: three pipes and an end.</summary>
internal interface IControlClient : IDisposable
{
    Stream Input { get; }

    Stream Output { get; }

    Stream Errors { get; }

    /// <summary>Completes when the client has ended.</summary>
    Task WaitForExitAsync();

    /// <summary>Asks it to end with SIGTERM. Never SIGKILL: in mid-handshake that can crash a server older than 3.7.</summary>
    void Terminate();
}

/// <summary>A client that is a process.</summary>
internal sealed class ProcessClient(Process process) : IControlClient
{
    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    public Stream Errors => process.StandardError.BaseStream;

    public Task WaitForExitAsync() => process.WaitForExitAsync(CancellationToken.None);

    public void Terminate()
    {
        try
        {
            if (!process.HasExited)
            {
                _ = Libc.Signal(process.Id, Libc.SigTerm);
            }
        }
        catch (InvalidOperationException)
        {
            // Disposed meanwhile: the client has ended.
        }
    }

    // Process.Dispose leaves alone what it has handed out, and a stopped server keeps the other ends open.
    public void Dispose()
    {
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        try
        {
            process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }

        process.Dispose();
    }
}
