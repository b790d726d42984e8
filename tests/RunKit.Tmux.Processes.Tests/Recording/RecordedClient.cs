using System.Diagnostics;
using System.Text;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.Processes.Tests.Recording;

/// <summary>A control-mode client in a sandbox. Every byte that it says is kept.</summary>
internal sealed class RecordedClient : IAsyncDisposable
{
    private readonly Process _client;
    private readonly Lock _gate = new();
    private readonly MemoryStream _said = new();
    private readonly Task _reading;
    private int _settled;

    private RecordedClient(Process client)
    {
        _client = client;
        _reading = ReadAsync();
    }

    public static async Task<RecordedClient> StartAsync(Bench bench, string server, params IEnumerable<TmuxCommand> commands)
    {
        var arguments = TmuxArguments.JoinInControlMode(bench.Sandbox.Socket(server), commands);
        var binary = bench.Binary.For(bench.Sandbox.Server(server).Pid);
        return new RecordedClient(await bench.Spawner.StartAsync(arguments, binary, diesWithUs: true));
    }

    /// <summary>Attached to a session of its own, without output, as a connection of RunKit's is.</summary>
    public static Task<RecordedClient> AnchoredAsync(Bench bench, string server) =>
        AttachedAsync(bench, server, new("new-session", "-A", "-E", "-s", "_rk-ctl", "-f", "no-output,ignore-size", "tail", "-f", "/dev/null"));

    /// <summary>Attached to the user's session.</summary>
    public static Task<RecordedClient> OfUsersSessionAsync(Bench bench, string server, string flags) =>
        AttachedAsync(bench, server, new("attach-session", "-E", "-t", "user", "-f", flags));

    public async Task SendAsync(params IEnumerable<string> lines)
    {
        await _client.StandardInput.WriteAsync(string.Concat(lines.Select(line => $"{line}\n")));
        await _client.StandardInput.FlushAsync();
    }

    /// <summary>Sends lines, and waits until tmux has done them and said all that it had to say before.</summary>
    public async Task SettleAsync(params IEnumerable<string> lines)
    {
        var mark = $"settled {++_settled}";
        await SendAsync([.. lines, $"display-message -p '{mark}'"]);
        await SaysAsync($"\n{mark}\n%end ");
    }

    public Task SaysAsync(string text) =>
        Eventually.TrueAsync(() => Encoding.Latin1.GetString(Said()).Contains(text, StringComparison.Ordinal), $"the client says {text}");

    /// <summary>Says goodbye with an empty line and returns all that was said.</summary>
    public async Task<byte[]> LeaveAsync()
    {
        await SendAsync("");
        return await EndAsync();
    }

    /// <summary>Waits for the end that somebody else brings.</summary>
    public async Task<byte[]> EndAsync()
    {
        await _reading.WaitAsync(Eventually.DefaultLimit);
        return Said();
    }

    public async ValueTask DisposeAsync()
    {
        _client.StandardInput.Close();
        await _client.WaitForExitAsync();
        _client.Dispose();
    }

    private static async Task<RecordedClient> AttachedAsync(Bench bench, string server, TmuxCommand command)
    {
        var client = await StartAsync(bench, server, command);
        await client.SaysAsync("%session-changed ");
        return client;
    }

    private byte[] Said()
    {
        lock (_gate)
        {
            return _said.ToArray();
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[4096];
        int count;
        while ((count = await _client.StandardOutput.BaseStream.ReadAsync(buffer)) > 0)
        {
            lock (_gate)
            {
                _said.Write(buffer.AsSpan(0, count));
            }
        }
    }
}
