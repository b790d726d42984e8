using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace RunKit.ActorEngine.Contract.Tests.Hosting;

/// <summary>Keeps what is logged and lets a test wait for it.</summary>
internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly Channel<Entry> _arriving = Channel.CreateUnbounded<Entry>();
    private readonly ConcurrentQueue<Entry> _entries = new();

    public IReadOnlyCollection<Entry> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => new CapturingLogger(this, categoryName);

    /// <summary>Waits for the next entry whose text holds these words.</summary>
    public async Task<Entry> NextAsync(string words)
    {
        using var deadline = new CancellationTokenSource(RunningHost.Deadline);
        while (true)
        {
            var entry = await _arriving.Reader.ReadAsync(deadline.Token);
            if (entry.Text.Contains(words, StringComparison.Ordinal))
                return entry;
        }
    }

    public void Dispose() => _arriving.Writer.TryComplete();

    internal sealed record Entry(string Category, LogLevel Level, string Text, Exception? Exception);

    private sealed class CapturingLogger(CapturedLogs owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var entry = new Entry(category, logLevel, formatter(state, exception), exception);
            owner._entries.Enqueue(entry);
            owner._arriving.Writer.TryWrite(entry);
        }
    }
}
