using Microsoft.Extensions.Logging;

namespace Pulse.TestKit;

/// <summary>One call of a logger.</summary>
public sealed record LogLine(LogLevel Level, int EventId, string Message, Exception? Exception);
