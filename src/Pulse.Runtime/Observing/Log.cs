using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Every line that is logged. An event's number never changes.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Connected: {Endpoint}.")]
    public static partial void Connected(this ILogger logger, string endpoint);

    [LoggerMessage(2, LogLevel.Information, "Disconnected: {Endpoint}.")]
    public static partial void Disconnected(this ILogger logger, string endpoint);

    [LoggerMessage(3, LogLevel.Warning, "Lost: {Endpoint}. Connecting anew.")]
    public static partial void ConnectionLost(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(4, LogLevel.Warning, "Not connected again yet: {Endpoint}. Trying on.")]
    public static partial void NotReconnectedYet(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(5, LogLevel.Warning, "Blocked: {Endpoint}.")]
    public static partial void Blocked(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(6, LogLevel.Information, "No longer blocked: {Endpoint}.")]
    public static partial void Unblocked(this ILogger logger, string endpoint);

    [LoggerMessage(7, LogLevel.Warning, "Not recycled: {Endpoint}. The old connection goes on.")]
    public static partial void NotRecycled(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(8, LogLevel.Error, "A handler of an event failed.")]
    public static partial void EventHandlerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(10, LogLevel.Information, "Consuming {Queue} with {Bindings} bindings, prefetch {Prefetch}.")]
    public static partial void Consuming(this ILogger logger, string queue, int bindings, int prefetch);

    [LoggerMessage(11, LogLevel.Information, "Left {Queue}.")]
    public static partial void Closed(this ILogger logger, string queue);

    [LoggerMessage(12, LogLevel.Error, "Consuming {Queue} has ended by itself.")]
    public static partial void StoppedConsuming(this ILogger logger, Exception reason, string queue);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "{Queue} exists with {Argument} {Actual} and not {Requested}; taking it as it is."
    )]
    public static partial void QueueAdopted(
        this ILogger logger,
        string queue,
        string argument,
        string? actual,
        string? requested
    );

    [LoggerMessage(
        14,
        LogLevel.Warning,
        "A handler of {Queue} still runs after {Timeout}; its message goes back to the queue."
    )]
    public static partial void DrainTimedOut(this ILogger logger, string queue, TimeSpan timeout);

    [LoggerMessage(
        15,
        LogLevel.Warning,
        "A handler of {Queue} still runs after {Timeout}; it goes on, though the queue is paused."
    )]
    public static partial void PauseTimedOut(this ILogger logger, string queue, TimeSpan timeout);

    [LoggerMessage(16, LogLevel.Warning, "Lost {Queue}. Taking it up anew.")]
    public static partial void QueueLost(this ILogger logger, Exception reason, string queue);

    [LoggerMessage(17, LogLevel.Error, "{Queue} cannot be taken up yet. Trying on.")]
    public static partial void QueueNotBackYet(this ILogger logger, Exception reason, string queue);

    [LoggerMessage(18, LogLevel.Information, "Consuming {Queue} again after {Outage}; missed messages: {Missed}.")]
    public static partial void QueueBack(this ILogger logger, string queue, TimeSpan outage, MissedMessages missed);

    [LoggerMessage(
        20,
        LogLevel.Error,
        "A handler failed on a message from {Exchange} with the key {RoutingKey}, in {Queue}; it is now {Settlement}."
    )]
    public static partial void HandlerFailed(
        this ILogger logger,
        Exception exception,
        string exchange,
        string routingKey,
        string queue,
        Settlement settlement
    );

    [LoggerMessage(
        21,
        LogLevel.Error,
        "A message from {Exchange} with the key {RoutingKey}, in {Queue}, could not be read."
    )]
    public static partial void Undecodable(
        this ILogger logger,
        Exception exception,
        string exchange,
        string routingKey,
        string queue
    );

    [LoggerMessage(
        22,
        LogLevel.Error,
        "OnUndecodable failed on a message from {Exchange} with the key {RoutingKey}, in {Queue}; it is rejected."
    )]
    public static partial void OnUndecodableFailed(
        this ILogger logger,
        Exception exception,
        string exchange,
        string routingKey,
        string queue
    );

    [LoggerMessage(
        23,
        LogLevel.Warning,
        "Rejected a message from {Exchange} with the key {RoutingKey}, in {Queue}: no binding here explains it."
    )]
    public static partial void Unmatched(this ILogger logger, string exchange, string routingKey, string queue);
}
