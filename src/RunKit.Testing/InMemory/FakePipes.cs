using System.Threading.Channels;

namespace RunKit.Testing.InMemory;

/// <summary>The end of a pipe that something reads. What is said waits without bound.</summary>
internal sealed class FakeOutput : OneWayStream
{
    private readonly Channel<byte[]> _said = Channel.CreateUnbounded<byte[]>();
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public void Say(ReadOnlySpan<byte> bytes) => _said.Writer.TryWrite(bytes.ToArray());

    /// <summary>Nothing more will be said.</summary>
    public void Complete() => _said.Writer.TryComplete();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            if (!await _said.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }

            if (_said.Reader.TryRead(out var said))
            {
                _rest = said;
            }
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }
}

/// <summary>The end of a pipe that something writes to.</summary>
internal sealed class FakeInput(Action<ReadOnlyMemory<byte>> onBytes, Action onEnd) : OneWayStream
{
    private int _closed;
    private volatile bool _broken;

    public override bool CanWrite => true;

    /// <summary>Nobody reads it any more.</summary>
    public void Break() => _broken = true;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_broken)
        {
            throw new IOException("Broken pipe");
        }

        onBytes(buffer);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _closed, 1) == 0 && !_broken)
        {
            onEnd();
        }

        base.Dispose(disposing);
    }
}

/// <summary>A stream that has no length and no place, and is used asynchronously only.</summary>
internal abstract class OneWayStream : Stream
{
    public override bool CanRead => false;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
