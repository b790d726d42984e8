using System.Collections.Concurrent;

namespace RunKit.Tmux.Processes.Spawning;

/// <summary>The versions of the tmux programs that servers run, each asked once: two milliseconds for the first server of a program.</summary>
internal sealed class TmuxVersions(TmuxBinary tmux)
{
    private readonly ConcurrentDictionary<(string Program, DateTime Written), Task<string?>> _known = new();

    /// <summary>Such as <c>3.3a</c>; null when it cannot be told now.</summary>
    public async Task<string?> OfServerAsync(int pid)
    {
        var program = tmux.For(pid);
        var key = (program, File.GetLastWriteTimeUtc(program));
        var version = await _known.GetOrAdd(key, key => TmuxCheck.VersionAsync(key.Program, CancellationToken.None)).ConfigureAwait(false);
        if (version is null)
        {
            _known.TryRemove(key, out _);
        }

        return version;
    }
}
