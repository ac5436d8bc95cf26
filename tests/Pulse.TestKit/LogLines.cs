using System.Collections.Concurrent;

namespace Pulse.TestKit;

/// <summary>Keeps every logged line as a string, with its exception in full.</summary>
public sealed class LogLines : StubLogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> All => [.. _lines];

    protected override void Log(LogLine line) =>
        _lines.Enqueue($"{line.Level} {line.EventId} {line.Message} {line.Exception}");
}
