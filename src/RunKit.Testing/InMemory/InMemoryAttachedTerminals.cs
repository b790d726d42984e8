using System.Text;
using System.Threading.Channels;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.Testing.InMemory;

/// <summary>Attached terminals of a fake machine: each shows the active pane of a session as it is when it is attached, and what that prints.</summary>
internal sealed class InMemoryAttachedTerminals(FakeTmux tmux) : IAttachedTerminals
{
    public Task<(IAttachedTerminal? Terminal, string Problem)> AttachAsync(
        TmuxServerAddress server, string? version, AttachRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(request);
        (IAttachedTerminal?, string) answer = tmux.Listener(server.Socket) is not { } listener ? (null, $"no server runs on {server.Socket}")
            : Find(listener, request.Target) is not { } pane ? (null, $"can't find session: {request.Target}")
            : (new Attached(tmux, pane, listener.Attach(pane.Window.Session.Name), request), "");
        return Task.FromResult(answer);
    }

    private FakeTmuxPane? Find(FakeTmuxServer server, string target) => tmux.Locked(() =>
        server.Model.Sessions.FirstOrDefault(session => session.Name == target || session.Id.ToString() == target)?.Current.Active
        ?? server.Model.Sessions.SelectMany(session => session.Links.Values).SelectMany(window => window.Cells).FirstOrDefault(pane => pane.Id.ToString() == target));

    private sealed class Attached : IAttachedTerminal
    {
        private readonly Channel<byte[]> _shown = Channel.CreateUnbounded<byte[]>();
        private readonly FakeTmux _tmux;
        private readonly FakeTmuxPane _pane;
        private readonly IDisposable _client;
        private readonly bool _readOnly;
        private ReadOnlyMemory<byte> _left;

        public Attached(FakeTmux tmux, FakeTmuxPane pane, IDisposable client, AttachRequest request)
        {
            (_tmux, _pane, _client, _readOnly) = (tmux, pane, client, request.ReadOnly);
            tmux.Locked(() =>
            {
                Show($"\e[H\e[2J{string.Join("\r\n", pane.Screen.Rows(pane.Height, 0, pane.Screen.Cursor(pane.Height).Row))}");
                pane.Screen.Printed += Show;
            });
        }

        public string? Ended { get; private set; }

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_left.IsEmpty)
            {
                if (!await _shown.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) || !_shown.Reader.TryRead(out var bytes))
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

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            if (!_readOnly)
            {
                _tmux.Locked(() => _pane.Type(Encoding.UTF8.GetString(bytes.Span)));
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync()
        {
            _tmux.Locked(() => _pane.Screen.Printed -= Show);
            _client.Dispose();
            Ended ??= "it was detached";
            _shown.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        private void Show(string text) => _shown.Writer.TryWrite(Encoding.UTF8.GetBytes(text));
    }
}
