using System.Collections.Concurrent;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.Fakes;

/// <summary>Terminals in memory. One that no test has set cannot be looked at.</summary>
public sealed class FakeTerminals : IPaneTerminals
{
    private readonly ConcurrentDictionary<string, Func<PaneTerminal?>> _terminals = new(StringComparer.Ordinal);

    /// <summary>From now on the terminal of that path is what <paramref name="read"/> says.</summary>
    public void Set(string tty, Func<PaneTerminal?> read) => _terminals[tty] = read;

    public PaneTerminal? Read(string tty, int panePid) => _terminals.GetValueOrDefault(tty)?.Invoke();
}
