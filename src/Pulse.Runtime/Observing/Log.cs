using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Every line that is logged: what happened; what happens next. An event's number never changes.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Connected as {Endpoint}.")]
    public static partial void Connected(this ILogger logger, string endpoint);

    [LoggerMessage(2, LogLevel.Information, "Closed the connection of {Endpoint}.")]
    public static partial void Disconnected(this ILogger logger, string endpoint);

    [LoggerMessage(3, LogLevel.Warning, "Lost the connection of {Endpoint}; reconnecting.")]
    public static partial void ConnectionLost(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(4, LogLevel.Warning, "Still cannot connect as {Endpoint}; retrying.")]
    public static partial void NotReconnectedYet(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "The broker has blocked the connection of {Endpoint}; outgoing messages wait until it is unblocked."
    )]
    public static partial void Blocked(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(6, LogLevel.Information, "The broker has unblocked the connection of {Endpoint}.")]
    public static partial void Unblocked(this ILogger logger, string endpoint);

    [LoggerMessage(
        7,
        LogLevel.Warning,
        "Could not open a replacement for the connection of {Endpoint}; keeping the current one until the next recycle interval."
    )]
    public static partial void NotRecycled(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(8, LogLevel.Error, "An event handler threw; continuing with the next.")]
    public static partial void EventHandlerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "Could not connect as {Endpoint}; connected to another host of the URL.")]
    public static partial void HostFailed(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(10, LogLevel.Information, "Consuming {Queue} with {Bindings} bindings, prefetch {Prefetch}.")]
    public static partial void Consuming(this ILogger logger, string queue, int bindings, int prefetch);

    [LoggerMessage(11, LogLevel.Information, "Closed {Queue}.")]
    public static partial void Closed(this ILogger logger, string queue);

    [LoggerMessage(12, LogLevel.Error, "Stopped consuming {Queue} because of an error.")]
    public static partial void StoppedConsuming(this ILogger logger, Exception reason, string queue);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "{Queue} exists with {Argument} {Actual} instead of {Requested}; using it as it is."
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
        "A handler of {Queue} is still running after {Timeout}; cancelling it and returning its message to the queue."
    )]
    public static partial void DrainTimedOut(this ILogger logger, string queue, TimeSpan timeout);

    [LoggerMessage(
        15,
        LogLevel.Warning,
        "A handler of {Queue} is still running after {Timeout}; letting it finish while the queue is paused."
    )]
    public static partial void PauseTimedOut(this ILogger logger, string queue, TimeSpan timeout);

    [LoggerMessage(16, LogLevel.Warning, "Lost {Queue}; resubscribing.")]
    public static partial void QueueLost(this ILogger logger, Exception reason, string queue);

    [LoggerMessage(17, LogLevel.Error, "Cannot resubscribe to {Queue} yet; retrying.")]
    public static partial void QueueNotBackYet(this ILogger logger, Exception reason, string queue);

    [LoggerMessage(18, LogLevel.Information, "Consuming {Queue} again after {Outage}; missed messages: {Missed}.")]
    public static partial void QueueBack(this ILogger logger, string queue, TimeSpan outage, MissedMessages missed);

    [LoggerMessage(
        20,
        LogLevel.Error,
        "A handler threw on a message from {Exchange} with the key {RoutingKey}, in {Queue}; it is now {Settlement}."
    )]
    public static partial void HandlerFailed(
        this ILogger logger,
        Exception exception,
        string exchange,
        string routingKey,
        string queue,
        Settlement settlement
    );

    [LoggerMessage(21, LogLevel.Error, "Cannot read a message from {Exchange} with the key {RoutingKey}, in {Queue}.")]
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
        "OnUndecodable threw on a message from {Exchange} with the key {RoutingKey}, in {Queue}; rejecting it."
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
        "Rejected a message from {Exchange} with the key {RoutingKey}, in {Queue}: no binding here matches it, and nobody "
            + "else took it. If an earlier version of the application left the binding, remove it with UnbindAsync."
    )]
    public static partial void Unmatched(this ILogger logger, string exchange, string routingKey, string queue);

    [LoggerMessage(
        24,
        LogLevel.Warning,
        "Slowed down {Queue}: three different messages in a row failed. Trying one at a time, at most every second, "
            + "until a handler succeeds."
    )]
    public static partial void SlowedDown(this ILogger logger, string queue);

    [LoggerMessage(25, LogLevel.Information, "{Queue} is at full speed again: a handler succeeded.")]
    public static partial void NoLongerSlowedDown(this ILogger logger, string queue);

    [LoggerMessage(
        26,
        LogLevel.Error,
        "OnFailed threw on a message from {Exchange} with the key {RoutingKey}, in {Queue}; the usual failure handling applies."
    )]
    public static partial void OnFailedFailed(
        this ILogger logger,
        Exception exception,
        string exchange,
        string routingKey,
        string queue
    );

    [LoggerMessage(
        27,
        LogLevel.Error,
        "{Queue} brings a message that RabbitMQ.Client cannot read, which ends the connection each time. Consuming it on a "
            + "connection of its own, with up to 15 s between attempts, until the message is removed."
    )]
    public static partial void QueueKeptApart(this ILogger logger, Exception reason, string queue);

    [LoggerMessage(
        28,
        LogLevel.Warning,
        "{Queue} is a quorum queue with a delivery limit: the broker drops a message that has come back that often, after "
            + "pauses and lost connections too. Name a dead-letter exchange to keep it, with "
            + "Argument(\"x-dead-letter-exchange\", ...) or a policy."
    )]
    public static partial void DropsAtDeliveryLimit(this ILogger logger, string queue);

    [LoggerMessage(
        29,
        LogLevel.Error,
        "A handler threw on the message at offset {Offset} of the stream {Queue} and does not run again; skipping it."
    )]
    public static partial void SkippedInStream(this ILogger logger, Exception exception, long offset, string queue);

    [LoggerMessage(30, LogLevel.Information, "Renewed the secret of {Endpoint}.")]
    public static partial void SecretRenewed(this ILogger logger, string endpoint);

    [LoggerMessage(31, LogLevel.Warning, "Could not renew the secret of {Endpoint}; retrying.")]
    public static partial void SecretNotRenewed(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(
        32,
        LogLevel.Warning,
        "A handler threw on a message from {Exchange} with the key {RoutingKey}, in {Queue}; running it again after {Pause}."
    )]
    public static partial void HandlerRunsAgain(
        this ILogger logger,
        Exception exception,
        string exchange,
        string routingKey,
        string queue,
        TimeSpan pause
    );

    [LoggerMessage(
        33,
        LogLevel.Warning,
        "{Unsettled} messages of {Queue} were not acknowledged within {Timeout} of closing it; returning them to the queue."
    )]
    public static partial void ClosedUnsettled(this ILogger logger, string queue, TimeSpan timeout, int unsettled);

    [LoggerMessage(
        34,
        LogLevel.Warning,
        "Lost the old channel of {Queue}, on which messages were still being handled after its connection was replaced; what "
            + "was not settled is delivered again."
    )]
    public static partial void RetiringChannelLost(this ILogger logger, Exception reason, string queue);

    [LoggerMessage(
        40,
        LogLevel.Warning,
        "Lost the channel of the publisher {Endpoint}; opening another one and sending what is not confirmed again."
    )]
    public static partial void PublisherChannelLost(this ILogger logger, Exception reason, string endpoint);

    [LoggerMessage(41, LogLevel.Warning, "Still cannot open a channel to publish on; retrying.")]
    public static partial void PublisherChannelNotBackYet(this ILogger logger, Exception reason);

    [LoggerMessage(
        42,
        LogLevel.Warning,
        "Closed a publisher while {Unconfirmed} messages were not confirmed within {Timeout}; each call of PublishAsync fails and "
            + "says whether its message may still arrive."
    )]
    public static partial void ClosedUnconfirmed(this ILogger logger, int unconfirmed, TimeSpan timeout);
}
