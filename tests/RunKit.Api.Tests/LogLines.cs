using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RunKit.Api.Tests;

/// <summary>Keeps what is logged, as CATEGORY: MESSAGE.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string[] Of(string category) =>
        [.. _lines.Where(line => line.StartsWith($"{category}: ", StringComparison.Ordinal)).Select(line => line[(category.Length + 2)..])];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // It outlives the application: the lines are the test's.
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines._lines.Enqueue($"{category}: {formatter(state, exception)}");
    }
}
