using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Testing.Planes;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.Api.Tests.Live;

/// <summary>A fake plane with a server whose panes show something and whose terminals say back what is typed.</summary>
internal sealed class ControlPlaneOfPanes
{
    public ControlPlaneOfPanes() => Plane = new FakeControlPlane
    {
        Servers = [FakeControlPlane.View("work"), FakeControlPlane.View("ci-1")],
        OnOpenPane = (pane, _, cancellationToken) => ShowAsync(pane, cancellationToken),
        OnOpenTerminal = (_, _) => new TerminalOutcome.Opened(new SaysBack()),
    };

    public FakeControlPlane Plane { get; }

    /// <summary>What panes print.</summary>
    public Channel<byte[]> Printed { get; } = Channel.CreateUnbounded<byte[]>();

    private async IAsyncEnumerable<PaneStreamEvent> ShowAsync(PaneAddress pane, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var restore = Encoding.UTF8.GetBytes("\echello");
        yield return new PaneStreamEvent.Snapshot(
            new PaneSnapshot(pane.Server.Value, pane.Pane, new TerminalSize(80, 24), true, null, false, false, "sh", "title", restore), null);
        await foreach (var bytes in Printed.Reader.ReadAllAsync(cancellationToken))
        {
            yield return new PaneStreamEvent.Output(bytes);
        }

        yield return new PaneStreamEvent.Ended("the pane is gone");
    }

    private sealed class SaysBack : IAttachedTerminal
    {
        private readonly Channel<byte[]> _typed = Channel.CreateUnbounded<byte[]>();

        public SaysBack() => _typed.Writer.TryWrite("attached"u8.ToArray());

        public string? Ended => "it was detached";

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var bytes = await _typed.Reader.ReadAsync(cancellationToken);
            bytes.CopyTo(buffer);
            return bytes.Length;
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _typed.Writer.WriteAsync(bytes.ToArray(), cancellationToken);

        public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken) =>
            _typed.Writer.WriteAsync(Encoding.UTF8.GetBytes($"{size.Width}x{size.Height}"), cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
