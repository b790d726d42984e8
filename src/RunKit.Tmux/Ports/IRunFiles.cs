using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Ports;

/// <summary>Where runs are written down, and where their output goes. Each call is short; none throws for a file that is not there.</summary>
public interface IRunFiles
{
    /// <summary>Makes the place ready. Why it cannot be used, in one line; null when it can.</summary>
    string? Prepare();

    /// <summary>The absolute path of the file that a run's output goes to.</summary>
    string OutputPath(RunId id);

    /// <summary>The absolute path of the file that a shell reads to run something.</summary>
    string ScriptPath(RunId id);

    /// <summary>Writes that file, for this user alone.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void WriteScript(RunId id, string script);

    /// <summary>Forgets that file.</summary>
    void RemoveScript(RunId id);

    /// <summary>Writes a run down, in place of what was written of it before.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Save(RunRecord record);

    /// <summary>Every run that is written down.</summary>
    ImmutableArray<RunRecord> List();

    /// <summary>Forgets a run and its output.</summary>
    void Remove(RunId id);

    /// <summary>Forgets a run's output alone.</summary>
    void RemoveOutput(RunId id);

    /// <summary>How many bytes of output there are.</summary>
    long OutputLength(RunId id);

    /// <summary>Reads output from a place on; 0 bytes where there is none yet.</summary>
    int ReadOutput(RunId id, long offset, Span<byte> buffer);

    /// <summary>Whether a directory is there that a command can start in.</summary>
    bool DirectoryExists(string path);
}
