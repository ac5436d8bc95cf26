using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pulse.Chaos;

/// <summary>Keeps the last lines that the library logged, each with its time, to explain a failure.</summary>
internal sealed class PulseLog : StubLogger
{
    private const int MaxLines = 60;

    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyList<string> Lines => [.. _lines];

    public override bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    protected override void Log(LogLine line)
    {
        _lines.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {line.Level}: {line.Message}");
        while (_lines.Count > MaxLines)
            _lines.TryDequeue(out _);
    }
}
