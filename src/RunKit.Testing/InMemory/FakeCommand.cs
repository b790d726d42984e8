using System.Collections.Immutable;
using System.Text;
using RunKit.Tmux.Identity;

namespace RunKit.Testing.InMemory;

/// <summary>A command that a plane runs in a window of its own on a <see cref="FakeTmux"/>. It goes on until a test ends it, or its window goes.</summary>
public sealed class FakeCommand
{
    private const int TerminatedBy = 15;
    private const int KilledBy = 9;
    private readonly FakeTmuxPane _pane;

    internal FakeCommand(FakeTmuxPane pane, ImmutableArray<string> words, string? directory, ImmutableArray<string> environment, ProcessIdentity holder, ProcessIdentity process)
    {
        (_pane, Words, Directory, Environment, Holder, Process) = (pane, words, directory, environment, holder, process);
    }

    /// <summary>The program and its arguments.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>Where it was started; null for the session's own directory.</summary>
    public string? Directory { get; }

    /// <summary>Its variables, each <c>NAME=VALUE</c>.</summary>
    public ImmutableArray<string> Environment { get; }

    /// <summary>It bears with SIGTERM: a cancelled run is ended by SIGKILL, five seconds later.</summary>
    public bool IgnoresTerm { get; set; }

    /// <summary>It runs.</summary>
    public bool IsRunning => WaitStatus is null && _pane.Machine.Processes.Has(Process);

    internal ProcessIdentity Holder { get; }

    internal ProcessIdentity Process { get; }

    /// <summary>As the kernel keeps it; null while it runs.</summary>
    internal int? WaitStatus { get; private set; }

    internal FakeTmuxPane Pane => _pane;

    /// <summary>Prints something: on its pane's screen, and to who follows the run.</summary>
    public void Print(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _pane.Machine.Locked(() =>
        {
            if (IsRunning)
            {
                _pane.Screen.Print(text);
                (_pane.Pipe is { TakesScreen: false } file ? file : null)?.Write(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
            }
        });
    }

    /// <summary>Ends by itself.</summary>
    /// <param name="status">Its exit status, 0 to 255.</param>
    public void Exit(int status)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(status);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, byte.MaxValue);
        End(status << 8);
    }

    /// <summary>Is ended by a signal, such as 11 for SIGSEGV.</summary>
    public void EndBy(int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal, 64);
        End(signal);
    }

    internal void Cancel(bool force)
    {
        if (force || !IgnoresTerm)
        {
            EndBy(force ? KilledBy : TerminatedBy);
        }
    }

    private void End(int waitStatus) => _pane.Machine.Locked(() =>
    {
        if (IsRunning)
        {
            WaitStatus = waitStatus;
            _pane.Machine.Processes.End(Process);
        }
    });
}
