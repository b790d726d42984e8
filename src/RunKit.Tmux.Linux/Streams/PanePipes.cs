using System.Globalization;
using System.Text;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Sockets;
using RunKit.Tmux.Streams;

namespace RunKit.Tmux.Linux.Streams;

/// <summary>
/// Pipes with a name, in a directory that is this user's alone: a directory for each process that makes some, and beside each pipe a file that says
/// whose it is, so that a later process ends what one that was killed has left.
/// </summary>
/// <param name="stateDirectory">Where RunKit keeps what outlives it; empty for nowhere.</param>
public sealed class PanePipes(string stateDirectory) : IPanePipes
{
    private const string FactsEnd = ".pane";
    private readonly string _all = Path.Combine(stateDirectory, "pipes");
    private readonly string _own = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{ProcessTable.StartTicks(Environment.ProcessId) ?? 0}");

    private int _made;

    /// <inheritdoc/>
    public IPanePipe? TryMake(SocketPath socket, PaneId pane, out string problem)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var directory = Path.Combine(_all, _own);
        problem = stateDirectory.Length == 0
            ? "there is no home directory for its pipe; name a directory with runkit.state-dir"
            : PrivateDirectory.Ensure(stateDirectory) ?? PrivateDirectory.Ensure(_all) ?? PrivateDirectory.Ensure(directory) ?? "";
        if (problem.Length > 0)
        {
            return null;
        }

        var number = Interlocked.Increment(ref _made).ToString(CultureInfo.InvariantCulture);
        var path = Path.Combine(directory, $"{number}-{Guid.NewGuid():N}"[..(number.Length + 9)]);
        try
        {
            File.WriteAllText($"{path}{FactsEnd}", $"{socket}\n{pane}\n");
            return PanePipe.Make(path, $"{StreamCommands.MarkStart}{_own}-{Path.GetFileName(path)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(path);
            problem = $"its pipe cannot be made: {e.Message}";
            return null;
        }
    }

    /// <inheritdoc/>
    public bool IsAbandoned(string mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return mark.StartsWith(StreamCommands.MarkStart, StringComparison.Ordinal)
            && mark[StreamCommands.MarkStart.Length..] is var name
            && IsOver(name)
            && name.Split('-') is [var pid, var start, var number, var random]
            && PanePipe.HasWriter(Path.Combine(_all, $"{pid}-{start}", $"{number}-{random}"));
    }

    /// <inheritdoc/>
    public ImmutableArray<AbandonedPipe> ListAbandoned()
    {
        try
        {
            return Directory.Exists(_all) ? [.. Directory.EnumerateDirectories(_all).Where(place => IsOver(Path.GetFileName(place))).SelectMany(In)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void Forget(AbandonedPipe pipe)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        Remove(pipe.Place);
    }

    /// <summary>Removes a pipe, and its directory with the last one.</summary>
    internal static void Remove(string path)
    {
        try
        {
            File.Delete(path);
            File.Delete($"{path}{FactsEnd}");
            var directory = Path.GetDirectoryName(path)!;
            if (!Directory.EnumerateFileSystemEntries(directory).Any())
            {
                Directory.Delete(directory);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has gone already, or another pipe was made there just now.
        }
    }

    private static IEnumerable<AbandonedPipe> In(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, $"*{FactsEnd}"))
        {
            var place = file[..^FactsEnd.Length];
            if (File.ReadAllLines(file, Encoding.UTF8) is [var socket, var pane, ..] && SocketPath.Problem(socket) is null && PaneId.TryParse(pane, out var id))
            {
                yield return new AbandonedPipe(new SocketPath(socket), id, $"{StreamCommands.MarkStart}{Path.GetFileName(directory)}-{Path.GetFileName(place)}", place);
            }
            else
            {
                Remove(place);
            }
        }
    }

    // What begins with the pid and the start of a process.
    private static bool IsOver(string name) => name.Split('-') is [var pid, var start, ..]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ProcessTable.StartTicks(number) != ticks;
}
