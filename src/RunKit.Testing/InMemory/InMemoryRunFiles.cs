using System.Collections.Concurrent;
using System.Collections.Immutable;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.InMemory;

/// <summary>What is written down of runs on a fake machine.</summary>
internal sealed class InMemoryRunFiles(string directory) : IRunFiles
{
    private readonly ConcurrentDictionary<RunId, RunRecord> _records = new();
    private readonly ConcurrentDictionary<string, MemoryStream> _files = new(StringComparer.Ordinal);

    public string? Prepare() => null;

    public string OutputPath(RunId id) => $"{directory}/{id}.out";

    public string ScriptPath(RunId id) => $"{directory}/{id}.sh";

    public void WriteScript(RunId id, string script) => Append(ScriptPath(id), System.Text.Encoding.UTF8.GetBytes(script), int.MaxValue);

    public void RemoveScript(RunId id) => _files.TryRemove(ScriptPath(id), out _);

    public void Save(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _records[record.Id] = record;
    }

    public ImmutableArray<RunRecord> List() => [.. _records.Values.OrderBy(record => record.Started)];

    public void Remove(RunId id)
    {
        RemoveOutput(id);
        RemoveScript(id);
        _records.TryRemove(id, out _);
    }

    public void RemoveOutput(RunId id) => _files.TryRemove(OutputPath(id), out _);

    public long OutputLength(RunId id) => _files.TryGetValue(OutputPath(id), out var file) ? file.Length : 0;

    public int ReadOutput(RunId id, long offset, Span<byte> buffer)
    {
        if (!_files.TryGetValue(OutputPath(id), out var file))
        {
            return 0;
        }

        lock (file)
        {
            file.Position = Math.Min(offset, file.Length);
            return file.Read(buffer);
        }
    }

    public bool DirectoryExists(string path) => true;

    /// <summary>Writes behind what a file holds, up to its limit; false when there is no more room.</summary>
    public bool Append(string path, ReadOnlySpan<byte> bytes, long limit)
    {
        var file = _files.GetOrAdd(path, _ => new MemoryStream());
        lock (file)
        {
            var room = (int)Math.Min(bytes.Length, limit - file.Length);
            file.Position = file.Length;
            file.Write(bytes[..room]);
            return room == bytes.Length;
        }
    }
}
