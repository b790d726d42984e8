using System.Globalization;
using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Panes;

/// <summary>Looks at the panes of many waiters with one command line, which is one step of the server.</summary>
public static class WaitCommands
{
    /// <summary>So many waiters fit into one line, whatever they wait for.</summary>
    public const int MostAtOnce = 64;

    // From so many on all panes are listed by one command.
    private const int Few = 8;
    private const string EndWord = "end";

    /// <summary>The line. <see cref="Read"/> reads what it prints.</summary>
    /// <param name="asks">Which panes, and which of their rows; at most <see cref="MostAtOnce"/>.</param>
    /// <param name="nonce">A word that nobody can guess.</param>
    public static TmuxCommandLine Look(IReadOnlyList<(PaneId Pane, WaitRows? Rows)> asks, string nonce)
    {
        ArgumentNullException.ThrowIfNull(asks);
        var facts = asks.Count > Few
            ? [PaneCommands.Unaliased("list-panes", "-a", "-F", nonce + PaneFormat.Format)]
            : asks.Select(ask => PaneCommands.Unaliased("display-message", "-p", "-t", ask.Pane.ToString(), nonce + PaneFormat.Format));
        return TmuxCommandLine.Join([.. facts, .. asks.SelectMany(ask => Parts(ask.Pane, ask.Rows, nonce))]);
    }

    /// <summary>
    /// Reads it: a look for each of <paramref name="asks"/>. A pane that is gone ends the line where its rows were asked for; those behind it
    /// have no rows then.
    /// </summary>
    public static ImmutableArray<WaitLook> Read(string output, IReadOnlyList<(PaneId Pane, WaitRows? Rows)> asks, string nonce)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(asks);
        var lines = output.Split('\n');
        var (facts, at) = ReadFacts(lines, nonce);
        var looks = ImmutableArray.CreateBuilder<WaitLook>(asks.Count);
        foreach (var (pane, rows) in asks)
        {
            ImmutableArray<string>? above = [];
            ImmutableArray<string>? below = [];
            if (rows is { } wanted)
            {
                above = wanted.Above is null ? above : Part(lines, ref at, nonce);
                below = wanted.Below is null ? below : Part(lines, ref at, nonce);
            }

            var hasRows = rows is not null && above is not null && below is not null;
            looks.Add(facts.TryGetValue(pane, out var known)
                ? new WaitLook(known, hasRows ? above!.Value : [], hasRows ? below!.Value : [], hasRows, null)
                : WaitLook.Gone);
        }

        return looks.ToImmutable();
    }

    private static (Dictionary<PaneId, PaneFacts> Facts, int At) ReadFacts(string[] lines, string nonce)
    {
        Dictionary<PaneId, PaneFacts> facts = [];
        var at = 0;

        // A pane that is not there has a line too, with nothing in it.
        for (; at < lines.Length && lines[at].StartsWith($"{nonce} ", StringComparison.Ordinal) && lines[at] != $"{nonce} {EndWord}"; at++)
        {
            if (PaneFormat.TryRead(lines[at][nonce.Length..], out var pane))
            {
                facts[pane.Id] = pane;
            }
        }

        return (facts, at);
    }

    private static IEnumerable<TmuxCommandLine> Parts(PaneId pane, WaitRows? rows, string nonce)
    {
        var end = PaneCommands.Unaliased("display-message", "-p", $"{nonce} {EndWord}");
        if (rows?.Above is var (from, until))
        {
            yield return PaneCommands.Unaliased("capture-pane", "-p", "-J", "-S", Number(from), "-E", Number(until - 1), "-t", pane.ToString());
            yield return end;
        }

        if (rows?.Below is { } below)
        {
            yield return PaneCommands.Unaliased("capture-pane", "-p", "-J", "-S", Number(below), "-t", pane.ToString());
            yield return end;
        }
    }

    private static ImmutableArray<string>? Part(string[] lines, ref int at, string nonce)
    {
        var end = Array.IndexOf(lines, $"{nonce} {EndWord}", at);
        if (end < 0)
        {
            return null;
        }

        ImmutableArray<string> rows = [.. lines[at..end]];
        at = end + 1;
        return rows;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
