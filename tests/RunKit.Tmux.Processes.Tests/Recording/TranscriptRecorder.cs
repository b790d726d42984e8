using System.Text;
using RunKit.Testing.Sandbox;

namespace RunKit.Tmux.Processes.Tests.Recording;

/// <summary>
/// Writes what the tmux of this machine says in each of the <see cref="Scenarios"/> to <c>DIRECTORY/RELEASE/NAME.txt</c>. Runs only when
/// the directory is named (docs/testing.md).
/// </summary>
public class TranscriptRecorder : BenchTests
{
    private const string Directory = "RUNKIT_RECORD_TRANSCRIPTS";

    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    [RecordingTheory]
    [MemberData(nameof(Names))]
    public async Task Real_tmux_is_recorded(string name)
    {
        await Sandbox.StartAsync("a", "user", "-x", "80", "-y", "24", "-n", "main", "tail", "-f", "/dev/null");
        await Sandbox.TmuxAsync("a", "select-pane", "-t", "user:", "-T", "notes $HOME");
        var version = await Sandbox.TmuxAsync("a", "display-message", "-p", "#{version}");
        var transcript = Anonymous(await Scenarios.All[name](Bench));
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(Environment.GetEnvironmentVariable(Directory)!, version));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{name}.txt"), transcript);
        transcript.Length.ShouldBeGreaterThan(0);
    }

    // tmux names a pane after the machine, and a client starts in its user's home: neither is anybody's business.
    private static byte[] Anonymous(byte[] transcript)
    {
        var home = Environment.GetEnvironmentVariable("HOME") ?? "/";
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(transcript)
            .Replace(Listed(Environment.MachineName), Listed("host"), StringComparison.Ordinal)
            .Replace(Listed(home), Listed("/"), StringComparison.Ordinal));
    }

    // A text in a listing.
    private static string Listed(string text) => $" {text}|";

    private sealed class RecordingTheoryAttribute : TheoryAttribute
    {
        public RecordingTheoryAttribute() =>
            Skip = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Directory)) ? $"{Directory} names no directory to write to" : null;
    }
}
