namespace RunKit.Testing.InMemory;

/// <summary>
/// The channels of <c>wait-for</c>, as <c>cmd-wait-for.c</c> has them: a signal wakes all who wait; with nobody waiting it is kept, once, and
/// a second one takes it away again. A client that went without a word goes on waiting.
/// </summary>
internal sealed class WaitChannels
{
    private readonly Dictionary<string, List<CommandRun>> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _signalled = new(StringComparer.Ordinal);

    /// <summary>Those who wait, dead or alive.</summary>
    public IEnumerable<CommandRun> Waiting => _waiting.Values.SelectMany(waiting => waiting);

    /// <summary>False when there was a signal already, which is used up by that.</summary>
    public bool MustWait(string channel, CommandRun run)
    {
        if (_signalled.Remove(channel))
        {
            return false;
        }

        if (!_waiting.TryGetValue(channel, out var waiting))
        {
            _waiting[channel] = waiting = [];
        }

        waiting.Add(run);
        return true;
    }

    /// <summary>Those who are woken.</summary>
    public IReadOnlyList<CommandRun> Signal(string channel)
    {
        if (_waiting.Remove(channel, out var waiting))
        {
            return waiting;
        }

        if (!_signalled.Remove(channel))
        {
            _signalled.Add(channel);
        }

        return [];
    }

    /// <summary>Wakes all of all channels.</summary>
    public IReadOnlyList<CommandRun> Flush()
    {
        CommandRun[] all = [.. Waiting];
        _waiting.Clear();
        return all;
    }
}
