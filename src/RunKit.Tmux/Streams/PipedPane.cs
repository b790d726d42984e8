using System.Globalization;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Streams;

/// <summary>What a stream does not tell of its pane, and what it depends on.</summary>
/// <param name="Server">The server's process and start.</param>
/// <param name="Process">The process that tmux started in the pane.</param>
/// <param name="Size">Its columns and rows.</param>
/// <param name="Dead">Its program has ended.</param>
/// <param name="Piped">Its output is piped somewhere.</param>
/// <param name="Mark">Whose the pipe is, as far as it is marked; empty for none.</param>
public sealed record PipedPane(ServerGeneration Server, int Process, TerminalSize Size, bool Dead, bool Piped, string Mark)
{
    internal const string Format = "#{pid} #{start_time} #{pane_pid} #{pane_width} #{pane_height} #{?pane_dead,1,0} #{?pane_pipe,1,0} #{" + StreamCommands.Option + "}";

    private const int Fields = 8;

    /// <summary>Reads what <see cref="StreamCommands.Watch"/> makes tmux print; null when it is out of shape, and for a pane that is gone.</summary>
    public static PipedPane? Read(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.TrimEnd('\n').Split(' ', Fields) is [var pid, var start, var process, var width, var height, var dead, var piped, var mark]
            && Number(pid) is { } server
            && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
            && Number(process) is { } program
            && Number(width) is { } columns
            && Number(height) is { } rows
                ? new PipedPane(new ServerGeneration(server, startTime), program, new TerminalSize(columns, rows), dead == "1", piped == "1", mark)
                : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
