using RunKit.Tmux.Connection;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Commands;

/// <summary>
/// The one command line that lists a whole server, says who it is and, if asked, waits for the next change. The listing and the beginning
/// of the wait are one step of the server, so no change falls between them. Marks that nobody can guess stand between its parts.
/// </summary>
/// <param name="anchor">The anchor's names.</param>
/// <param name="hooks">The hooks whose standing is told.</param>
/// <param name="nonce">A word that no user has in a name by chance; letters and digits only.</param>
public sealed class ListingCommands(AnchorNames anchor, HintHooks hooks, string nonce)
{
    private const string Identity = "#{pid} #{start_time} #{version} #{?#{==:#{" + GuardCommands.ReleasedVariable + "},none},released,#{?exit-empty,-,kept}} ";

    /// <summary>The mark behind each part: a line of its own.</summary>
    public string PartEnd { get; } = $"rk-{nonce}-part";

    /// <summary>The mark behind everything that is printed: the line of identity begins with it.</summary>
    public string End { get; } = $"rk-{nonce}-end";

    /// <param name="wait">Stay until something changes.</param>
    public IEnumerable<TmuxCommand> Commands(bool wait)
    {
        // Where no session is, a listing has no target, fails, and takes the rest of its line with it: so it is in a line of its own.
        var part = TmuxCommand.Unaliased("display-message", "-p", PartEnd);
        var lists = string.Join(" ; ", StateReader.Commands(anchor.KeepaliveOption).SelectMany<TmuxCommand, string>(list => [list.ToLine(), part.ToLine()]));
        yield return TmuxCommand.Unaliased("if-shell", "-F", "#{S:1}", lists);
        yield return TmuxCommand.Unaliased("show-options", "-gwv", "window-size");
        yield return TmuxCommand.Unaliased("display-message", "-p", $"{End} {Identity}{hooks.Format}");
        if (wait)
        {
            yield return HintHooks.Wait;
        }
    }
}
