using System.Globalization;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Panes;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Agents;

/// <summary>What one look at a server has printed.</summary>
/// <param name="Generation">Who has answered; null where the list is not whole.</param>
/// <param name="Panes">Its panes, but those of hidden sessions, each once.</param>
/// <param name="Screens">The rows of those that were asked for, as far as they came.</param>
public sealed record AgentListing(ServerGeneration? Generation, ImmutableArray<AgentPane> Panes, ImmutableDictionary<PaneId, ImmutableArray<string>> Screens);

/// <summary>The one command line that looks at all panes of a server, and at the screens of some.</summary>
public static class AgentCommands
{
    /// <summary>So many screens fit into one line.</summary>
    public const int MostScreens = 100;

    private const string EndWord = " end";
    private const string ListWord = " list ";

    /// <summary>The line; <see cref="Read"/> reads what it prints.</summary>
    /// <param name="screens">Whose screens; at most <see cref="MostScreens"/>.</param>
    /// <param name="nonce">A word that nobody can guess.</param>
    public static TmuxCommandLine Look(IReadOnlyList<PaneId> screens, string nonce)
    {
        ArgumentNullException.ThrowIfNull(screens);
        return TmuxCommandLine.Join([PaneCommands.Unaliased("list-panes", "-a", "-F", nonce + AgentPane.Format), PaneCommands.Unaliased("display-message", "-p", nonce + ListWord + "#{pid} #{start_time}"), .. Captures(screens, nonce)]);
    }

    /// <summary>More screens, where one line does not hold them all.</summary>
    public static TmuxCommandLine Screens(IReadOnlyList<PaneId> screens, string nonce) => TmuxCommandLine.Join(Captures(screens, nonce));

    /// <summary>Reads what was printed. A pane that is gone ends the line where its screen was asked for: those behind it have none then.</summary>
    public static AgentListing Read(string output, IReadOnlyList<PaneId> screens, string nonce)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(screens);
        var lines = output.Split('\n');
        var end = Array.FindIndex(lines, line => line.StartsWith(nonce + ListWord, StringComparison.Ordinal));
        return end < 0 || Generation(lines[end][(nonce.Length + ListWord.Length)..]) is not { } generation
            ? new AgentListing(null, [], ImmutableDictionary<PaneId, ImmutableArray<string>>.Empty)
            : new AgentListing(generation, ReadPanes(lines.AsSpan(0, end), nonce), ReadScreens(lines, end + 1, screens, nonce));
    }

    /// <summary>Reads what <see cref="Screens"/> printed.</summary>
    public static ImmutableDictionary<PaneId, ImmutableArray<string>> ReadScreens(string output, IReadOnlyList<PaneId> screens, string nonce)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(screens);
        return ReadScreens(output.Split('\n'), 0, screens, nonce);
    }

    private static ImmutableDictionary<PaneId, ImmutableArray<string>> ReadScreens(string[] lines, int at, IReadOnlyList<PaneId> screens, string nonce)
    {
        var found = ImmutableDictionary.CreateBuilder<PaneId, ImmutableArray<string>>();
        foreach (var pane in screens)
        {
            var end = at < lines.Length ? Array.IndexOf(lines, nonce + EndWord, at) : -1;
            if (end < 0)
            {
                break;
            }

            found[pane] = [.. lines[at..end]];
            at = end + 1;
        }

        return found.ToImmutable();
    }

    private static ServerGeneration? Generation(string text) => text.Split(' ') is [var pid, var start]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new ServerGeneration(number, seconds)
            : null;

    private static TmuxCommandLine End(string nonce) => PaneCommands.Unaliased("display-message", "-p", nonce + EndWord);

    private static IEnumerable<TmuxCommandLine> Captures(IReadOnlyList<PaneId> screens, string nonce)
    {
        foreach (var pane in screens)
        {
            yield return PaneCommands.Unaliased("capture-pane", "-p", "-t", pane.ToString());
            yield return End(nonce);
        }
    }

    // A window that is linked into several sessions is listed in each; one that shows it to somebody is looked at. What a user has put into an option may
    // hold line ends: a row goes on until the next one begins.
    private static ImmutableArray<AgentPane> ReadPanes(ReadOnlySpan<string> lines, string nonce)
    {
        var panes = new Dictionary<PaneId, AgentPane>();
        var order = new List<PaneId>();
        for (var at = 0; at < lines.Length;)
        {
            var from = at++;
            while (at < lines.Length && !lines[at].StartsWith($"{nonce} ", StringComparison.Ordinal))
            {
                at++;
            }

            var row = string.Join('\n', lines[from..at]!);
            if (!row.StartsWith($"{nonce} ", StringComparison.Ordinal)
                || !AgentPane.TryRead(row[nonce.Length..], out var pane)
                || pane.Session.StartsWith(SessionState.HiddenPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (panes.TryGetValue(pane.Id, out var known))
            {
                panes[pane.Id] = known with { IsLookedAt = known.IsLookedAt || pane.IsLookedAt };
            }
            else
            {
                panes[pane.Id] = pane;
                order.Add(pane.Id);
            }
        }

        return [.. order.Select(id => panes[id])];
    }
}
