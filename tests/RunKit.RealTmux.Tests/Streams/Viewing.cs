using System.Text;
using System.Text.RegularExpressions;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Streams;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Streams;

/// <summary>One viewer of a pane: all that it was told, while it looks.</summary>
internal sealed partial class Viewing : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _lock = new();
    private readonly List<PaneStreamEvent> _told = [];
    private readonly Task _reading;

    private Viewing(IAsyncEnumerable<PaneStreamEvent> events) => _reading = ReadAsync(events);

    /// <summary>All that was told so far.</summary>
    public IReadOnlyList<PaneStreamEvent> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>The last snapshot, and what was printed behind it.</summary>
    public (PaneSnapshot Snapshot, byte[] Bytes) Last
    {
        get
        {
            var told = Told;
            var from = told.ToList().FindLastIndex(one => one is PaneStreamEvent.Snapshot);
            return (((PaneStreamEvent.Snapshot)told[from]).State, [.. told.Skip(from + 1).OfType<PaneStreamEvent.Output>().SelectMany(output => output.Bytes.ToArray())]);
        }
    }

    /// <summary>Why it is over; null while it is not.</summary>
    public string? Ended => Told.OfType<PaneStreamEvent.Ended>().FirstOrDefault()?.Reason;

    public int Snapshots => Told.Count(one => one is PaneStreamEvent.Snapshot);

    /// <summary>What its terminal has been written since the last snapshot, without what colours and places it.</summary>
    public string Text => Last is var (snapshot, bytes) ? TextOf([.. snapshot.Restore.Span, .. bytes]) : "";

    public static string TextOf(byte[] bytes) => Sequence().Replace(Encoding.UTF8.GetString(bytes), "").Replace("\r", "", StringComparison.Ordinal);

    public static async Task<Viewing> StartAsync(IControlPlane plane, PaneAddress pane, int history = 0)
    {
        var viewing = new Viewing(plane.OpenPaneAsync(pane, new PaneStreamOptions(history), CancellationToken.None));
        await Eventually.TrueAsync(() => viewing.Told.Count > 0 || viewing._reading.IsCompleted, "the pane is shown");
        return viewing;
    }

    public Task SeesAsync(Func<Viewing, bool> state, string what) => Eventually.TrueAsync(() => state(this), what);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        try
        {
            await _reading;
        }
        catch (OperationCanceledException)
        {
            // It looks no longer.
        }

        _stopped.Dispose();
    }

    private async Task ReadAsync(IAsyncEnumerable<PaneStreamEvent> events)
    {
        await foreach (var told in events.WithCancellation(_stopped.Token))
        {
            lock (_lock)
            {
                _told.Add(told);
            }
        }
    }

    [GeneratedRegex("\e\\][^\e\a]*(\e\\\\|\a)|\e\\[[0-9;:?]*[ -/]*[@-~]|\e[^\\[\\]]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Sequence();
}
