using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>What the driver did, and so what must be so: which processes live and which are dead, and whose socket is there.</summary>
internal sealed class ChaosWorld(TmuxSandbox sandbox, int servers)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Life> _lives = new(StringComparer.Ordinal);
    private readonly HashSet<ProcessIdentity> _ended = [];

    public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(1, servers).Select(number => $"c{number:00}")];

    /// <summary>The processes that the driver has ended.</summary>
    public IReadOnlyList<ProcessIdentity> Ended
    {
        get
        {
            lock (_gate)
            {
                return [.. _ended];
            }
        }
    }

    /// <summary>The life that must run under a name; null when it must be dead.</summary>
    public Life? Of(string name)
    {
        lock (_gate)
        {
            return _lives.GetValueOrDefault(name);
        }
    }

    public IReadOnlyList<string> Where(Func<Life?, bool> condition) => [.. Names.Where(name => condition(Of(name)))];

    public void IsBorn(string name, ProcessIdentity process) => Set(name, new Life(process, Stopped: false, SocketLost: false));

    public void Becomes(string name, Func<Life, Life> change) => Set(name, change(Of(name)!));

    /// <summary>The driver has ended it; the file of its socket stays.</summary>
    public void IsEnded(string name)
    {
        lock (_gate)
        {
            _ended.Add(_lives[name].Process);
            _lives.Remove(name);
        }
    }

    public bool HasSocketFile(string name) => File.Exists(sandbox.Socket(name).Value);

    private void Set(string name, Life life)
    {
        lock (_gate)
        {
            _lives[name] = life;
        }
    }

    internal sealed record Life(ProcessIdentity Process, bool Stopped, bool SocketLost)
    {
        /// <summary>A user could work with it now.</summary>
        public bool Works => !Stopped && !SocketLost;
    }
}
