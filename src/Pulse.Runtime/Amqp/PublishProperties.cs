using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;

namespace Pulse;

/// <summary>Makes the properties of a message that is published.</summary>
internal static class PublishProperties
{
    private const string CarbonCopies = "CC";

    // Of the W3C's Trace Context.
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    /// <exception cref="ArgumentException">A header cannot be sent, or routes are given in two ways.</exception>
    public static BasicProperties Of(PublishOptions options, string? appId, TimeProvider timeProvider, string parameter)
    {
        var properties = new BasicProperties
        {
            ContentType = options.ContentType,
            ContentEncoding = options.ContentEncoding,
            Persistent = options.Persistent,
            MessageId = options.MessageId ?? Guid.NewGuid().ToString(),
            Timestamp = new AmqpTimestamp((options.Timestamp ?? timeProvider.GetUtcNow()).ToUnixTimeSeconds()),
            AppId = options.AppId ?? appId,
            Headers = Headers(options, parameter),
        };
        if (options == PublishOptions.Default)
            return properties;

        properties.Type = options.Type;
        properties.CorrelationId = options.CorrelationId;
        properties.ReplyTo = options.ReplyTo;
        properties.Expiration = options.Expiration is { } expiration
            ? ((long)expiration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)
            : null;
        if (options.Priority is { } priority)
            properties.Priority = priority;
        return properties;
    }

    private static Dictionary<string, object?>? Headers(PublishOptions options, string parameter)
    {
        var headers = options.Headers.Count == 0 ? null : MessageHeaders.Map(options.Headers, parameter);
        if (options.Routes.Count > 0)
        {
            var routes = options.Routes.Select(object? (route) => Binding.RoutePrefix + route).ToList();
            if (!(headers ??= []).TryAdd(CarbonCopies, routes))
            {
                throw new ArgumentException(
                    $"The header '{CarbonCopies}' and Routes say the same: leave out one of them.",
                    parameter
                );
            }
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity)
        {
            // What the application set itself is what it wants.
            if ((headers ??= []).TryAdd(TraceParent, id) && activity.TraceStateString is { Length: > 0 } state)
                headers.TryAdd(TraceState, state);
        }

        return headers;
    }
}
