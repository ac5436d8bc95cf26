using Microsoft.Extensions.Logging;

namespace Pulse.TestKit;

/// <summary>A logger that is its own factory; a test says what happens to a line.</summary>
public abstract class StubLogger : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public virtual bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Log(new LogLine(logLevel, eventId.Id, formatter(state, exception), exception));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) { }

    public void Dispose() => GC.SuppressFinalize(this);

    protected abstract void Log(LogLine line);
}
