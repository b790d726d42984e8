using System.Text;
using System.Text.Json;
using RunKit.Tmux.Linux.Sockets;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Linux.Runs;

/// <summary>Runs as files of a directory that is this user's alone: <c>ID.json</c> for what is known of one, <c>ID.out</c> for its output, <c>ID.sh</c> for what a shell reads.</summary>
/// <param name="stateDirectory">Where RunKit keeps what outlives it; empty for nowhere.</param>
public sealed class RunFiles(string stateDirectory) : IRunFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string RecordEnd = ".json";
    private readonly string _directory = Path.Combine(stateDirectory, "runs");

    /// <inheritdoc/>
    public string? Prepare()
    {
        if (stateDirectory.Length == 0)
        {
            return "there is no home directory to keep runs in; name a directory with runkit.state-dir";
        }

        return (PrivateDirectory.Ensure(stateDirectory) ?? PrivateDirectory.Ensure(_directory)) is { } problem
            ? $"{problem.Split(';')[0]}; runs need a directory of this user alone, such as one named with runkit.state-dir"
            : null;
    }

    /// <inheritdoc/>
    public string OutputPath(RunId id) => Path.Combine(_directory, $"{id}.out");

    /// <inheritdoc/>
    public string ScriptPath(RunId id) => Path.Combine(_directory, $"{id}.sh");

    /// <inheritdoc/>
    public void WriteScript(RunId id, string script)
    {
        using var file = new FileStream(ScriptPath(id), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        file.Write(Encoding.UTF8.GetBytes(script));
    }

    /// <inheritdoc/>
    public void RemoveScript(RunId id) => TryDelete(ScriptPath(id));

    /// <inheritdoc/>
    public void Save(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var path = RecordPath(record.Id);
        var next = $"{path}.new";
        using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            JsonSerializer.Serialize(file, record, RunRecordJson.Default.RunRecord);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <inheritdoc/>
    public ImmutableArray<RunRecord> List()
    {
        try
        {
            return [.. Directory.EnumerateFiles(_directory, $"*{RecordEnd}").Select(Read).OfType<RunRecord>().OrderBy(record => record.Started)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void Remove(RunId id)
    {
        RemoveOutput(id);
        RemoveScript(id);
        TryDelete(RecordPath(id));
    }

    /// <inheritdoc/>
    public void RemoveOutput(RunId id) => TryDelete(OutputPath(id));

    /// <inheritdoc/>
    public long OutputLength(RunId id)
    {
        var file = new FileInfo(OutputPath(id));
        return file.Exists ? file.Length : 0;
    }

    /// <inheritdoc/>
    public int ReadOutput(RunId id, long offset, Span<byte> buffer)
    {
        try
        {
            using var file = File.OpenHandle(OutputPath(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.Read(file, buffer, offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Directory.Exists(path);

    private static RunRecord? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, RunRecordJson.Default.RunRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // It went while we looked, or is not ours: a run is forgotten, and nothing else fails for it.
            return null;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be deleted now is deleted when the runs are counted next.
        }
    }

    private string RecordPath(RunId id) => Path.Combine(_directory, $"{id}{RecordEnd}");
}
