using System.Globalization;
using System.Text;

namespace RunKit.Tmux.Commands;

/// <summary>How the program of a pane has ended.</summary>
/// <param name="Status">Its exit status; null when a signal ended it, or when tmux does not tell.</param>
/// <param name="Signal">The signal that ended it; null when none did, or when tmux does not tell (3.2a).</param>
public sealed record PaneEnd(int? Status, string? Signal)
{
    private const int CannotRun = 126;
    private const int NotFound = 127;

    /// <summary>tmux tells how it ended.</summary>
    public bool IsTold => Status is not null || Signal is not null;

    /// <summary>Reads what <see cref="CreateCommands.Look"/> printed first; null while the program runs, and for anything else.</summary>
    public static PaneEnd? Read(ReadOnlySpan<byte> output)
    {
        var end = output.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? output : output[..end]).Split(' ') is ["1", var status, .. var rest]
            ? new PaneEnd(
                int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
                rest is [{ Length: > 0 } signal] ? signal : null)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Signal: { } signal } => $"ended at once by signal {signal}",
        { Status: NotFound } => "was not found (status 127)",
        { Status: CannotRun } => "cannot be run (status 126)",
        { Status: { } status } => $"ended at once with status {status}",
        _ => "ended at once",
    };
}
