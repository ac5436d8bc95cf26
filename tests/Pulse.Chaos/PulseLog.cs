using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pulse.Chaos;

/// <summary>Keeps the last lines that the library logged, with the second of the day, for whoever asks what went wrong.</summary>
internal sealed class PulseLog : ILoggerFactory, ILogger
{
    private const int MaxLines = 60;

    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        _lines.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel}: {formatter(state, exception)}");
        while (_lines.Count > MaxLines)
            _lines.TryDequeue(out _);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() { }
}
