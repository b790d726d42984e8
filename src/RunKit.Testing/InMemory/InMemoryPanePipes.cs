using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.InMemory;

/// <summary>Pipes of a fake machine: what its panes print goes into them as it is printed.</summary>
internal sealed class InMemoryPanePipes : IPanePipes
{
    private const string CommandStart = "in-memory ";

    private readonly ConcurrentDictionary<string, InMemoryPanePipe> _pipes = new(StringComparer.Ordinal);
    private int _made;

    public IPanePipe? TryMake(SocketPath socket, PaneId pane, out string problem)
    {
        problem = "";
        var mark = string.Create(CultureInfo.InvariantCulture, $"stream-fake-{Interlocked.Increment(ref _made)}");
        return _pipes[mark] = new InMemoryPanePipe(mark, $"{CommandStart}{mark}");
    }

    public bool IsAbandoned(string mark) => false;

    public ImmutableArray<AbandonedPipe> ListAbandoned() => [];

    public void Forget(AbandonedPipe pipe)
    {
    }

    /// <summary>The pipe that a command of <c>pipe-pane</c> means; null for another.</summary>
    public InMemoryPanePipe? Find(string command) =>
        command.StartsWith(CommandStart, StringComparison.Ordinal) ? _pipes.GetValueOrDefault(command[CommandStart.Length..]) : null;
}

/// <summary>One of them.</summary>
internal sealed class InMemoryPanePipe(string mark, string command) : IPanePipe
{
    private readonly Channel<byte[]> _printed = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _left;

    public string Mark => mark;

    public string Command => command;

    /// <summary>Its command runs.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Its command has ended.</summary>
    public void End() => _printed.Writer.TryComplete();

    public void Write(byte[] bytes) => _printed.Writer.TryWrite(bytes);

    public async Task<bool> OpensAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_left.IsEmpty)
        {
            if (!await _printed.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) || !_printed.Reader.TryRead(out var bytes))
            {
                return 0;
            }

            _left = bytes;
        }

        var length = Math.Min(buffer.Length, _left.Length);
        _left[..length].CopyTo(buffer);
        _left = _left[length..];
        return length;
    }

    public void Dispose() => End();
}
