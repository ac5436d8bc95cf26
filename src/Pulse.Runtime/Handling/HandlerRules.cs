using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>What holds for every handler of a queue.</summary>
internal sealed record HandlerRules(
    Acknowledgement Acknowledgement,
    FailurePolicy Failures,
    Func<Delivery, Exception, Task>? OnFailed,
    ILogger Logger
);
