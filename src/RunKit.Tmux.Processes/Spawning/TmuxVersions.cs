using System.Collections.Concurrent;

namespace RunKit.Tmux.Processes.Spawning;

/// <summary>
/// The versions of the tmux programs that servers run, each asked once: two milliseconds for the first server of a program. One that did
/// not say is asked again after half a minute.
/// </summary>
internal sealed class TmuxVersions(TmuxBinary tmux, TimeProvider time)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Program, DateTime Written), Answer> _known = new();

    /// <summary>Such as <c>3.3a</c>; null when it cannot be told.</summary>
    public Task<string?> OfServerAsync(int pid)
    {
        var program = tmux.For(pid);
        return _known.AddOrUpdate((program, File.GetLastWriteTimeUtc(program)), Ask, (key, answer) => IsOver(answer) ? Ask(key) : answer).Version;
    }

    private Answer Ask((string Program, DateTime Written) key) =>
        new(TmuxCheck.VersionAsync(key.Program, CancellationToken.None), time.GetTimestamp());

    private bool IsOver(Answer answer) =>
        answer.Version is { IsCompletedSuccessfully: true, Result: null } && time.GetElapsedTime(answer.Asked) >= AskAgainAfter;

    private sealed record Answer(Task<string?> Version, long Asked);
}
