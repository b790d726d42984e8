using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.Fakes;

/// <summary>Clients that talk to nobody: every command line ends with status 0 and no output, unless the test says otherwise.</summary>
public sealed class FakeClient : ITmuxClient
{
    /// <summary>What was run where, and how it ended.</summary>
    public FakeCalls<ClientRun, TmuxResult> Runs { get; } = new(
        _ => Results.Done, () => new TmuxResult.Unknown(UnknownReason.Cancelled, "it was given up"));

    public Task<TmuxResult> RunAsync(TmuxServerAddress server, TmuxCommandLine line, TmuxRunOptions options, CancellationToken cancellationToken) =>
        Runs.AnswerAsync(new ClientRun(server, line, options), cancellationToken);
}

/// <summary>One command line for one server.</summary>
public sealed record ClientRun(TmuxServerAddress Server, TmuxCommandLine Line, TmuxRunOptions Options);

/// <summary>Results that tests use often.</summary>
public static class Results
{
    /// <summary>Status 0, and nothing printed.</summary>
    public static TmuxResult Done { get; } = Exited(0, "", "");

    /// <summary>It ran to its end.</summary>
    public static TmuxResult Exited(int status, string output, string error) =>
        new TmuxResult.Exited(status, System.Text.Encoding.UTF8.GetBytes(output), System.Text.Encoding.UTF8.GetBytes(error), Cut: false);
}
