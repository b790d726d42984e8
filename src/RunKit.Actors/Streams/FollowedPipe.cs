using RunKit.Tmux.Streams;

namespace RunKit.Actors.Streams;

/// <summary>A pipe that is ours, from its beginning to its end. It is always read: what its pane prints never waits for a viewer.</summary>
internal sealed class FollowedPipe(StreamPorts ports, PaneAddress pane, IPanePipe pipe, PipedPane begun) : IDisposable
{
    public const string PipeEnded = "the pipe ended: it was read too slowly, or somebody ended it";

    /// <summary>Of a character in several bytes tmux had some already, and does not tell them.</summary>
    public const string BeganMidway = "it began in the middle of a character";

    private const int Piece = 64 * 1024;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(1);

    private readonly byte[] _buffer = new byte[Piece];
    private Task<int>? _read;
    private bool _isMidway;
    private long _heard = ports.Time.GetTimestamp();

    public string Mark => pipe.Mark;

    /// <summary>Its command has ended.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How much it has brought.</summary>
    public long Read { get; private set; }

    /// <summary>Nothing has come for a moment.</summary>
    public bool IsQuiet => !IsOver && ports.Time.GetElapsedTime(_heard) >= Quiet;

    /// <summary>Whether a pane is as it was when this one began.</summary>
    public bool IsOf(PipedPane now) => now with { Mark = begun.Mark } == begun;

    /// <summary>Reads until it has ended, or something is to begin anew; says why.</summary>
    /// <param name="viewers">Who gets what it brings.</param>
    /// <param name="midway">Also one that began in the middle of a character is gone on with.</param>
    /// <param name="stopped">Ends it.</param>
    public async Task<string> FollowAsync(FeedViewers viewers, bool midway, CancellationToken stopped)
    {
        Task<PipedPane?>? look = null;
        var pause = Task.Delay(BetweenLooks, ports.Time, stopped);
        while (true)
        {
            var wished = viewers.Wished;
            if (viewers.IsEmpty)
            {
                return "nobody looks";
            }

            if (viewers.NeedSnapshot)
            {
                return "another viewer came";
            }

            _read ??= pipe.ReadAsync(_buffer, stopped).AsTask();
            await Task.WhenAny(_read, wished, look ?? pause).ConfigureAwait(false);
            stopped.ThrowIfCancellationRequested();
            if (_read.IsCompleted && !await TakeAsync(viewers).ConfigureAwait(false))
            {
                return PipeEnded;
            }

            if (_isMidway && !midway)
            {
                return BeganMidway;
            }

            if (look is { IsCompleted: true })
            {
                if (Changed(await look.ConfigureAwait(false)) is { } reason)
                {
                    return reason;
                }

                (look, pause) = (null, Task.Delay(BetweenLooks, ports.Time, stopped));
            }
            else if (look is null && pause.IsCompleted)
            {
                if (viewers.HaveSlow && IsQuiet)
                {
                    return "it goes on with what is printed";
                }

                look = StreamLook.WatchAsync(ports, pane, stopped);
            }
        }
    }

    /// <summary>Reads what is left of a pipe that has been replaced; false when it does not end.</summary>
    public async Task<bool> DrainAsync(FeedViewers viewers, CancellationToken stopped)
    {
        var limit = Task.Delay(DrainLimit, ports.Time, stopped);
        while (!IsOver)
        {
            _read ??= pipe.ReadAsync(_buffer, stopped).AsTask();
            if (await Task.WhenAny(_read, limit).ConfigureAwait(false) == limit)
            {
                return false;
            }

            await TakeAsync(viewers).ConfigureAwait(false);
        }

        return true;
    }

    public void Dispose() => pipe.Dispose();

    private async Task<bool> TakeAsync(FeedViewers viewers)
    {
        var length = await LengthAsync(_read!).ConfigureAwait(false);
        _read = null;
        IsOver = length == 0;
        if (!IsOver)
        {
            _heard = ports.Time.GetTimestamp();
            _isMidway = Read == 0 && (_buffer[0] & 0xc0) == 0x80;
            Read += length;
            viewers.Append(_buffer.AsSpan(0, length));
        }

        return !IsOver;
    }

    private static async Task<int> LengthAsync(Task<int> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private string? Changed(PipedPane? now) => now switch
    {
        null => "the pane cannot be seen",
        _ when now.Server != begun.Server => "its server ended",
        _ when now.Process != begun.Process => "another program was started in it",
        _ when now.Size != begun.Size => "the pane was resized",
        _ when now.Dead != begun.Dead => "its program has ended",
        _ when !now.Piped || now.Mark != begun.Mark => "somebody else took its pipe",
        _ => null,
    };
}
