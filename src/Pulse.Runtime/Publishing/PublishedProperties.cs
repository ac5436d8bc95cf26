using System.Diagnostics;
using System.Globalization;

namespace Pulse;

/// <summary>Makes the properties of a message that is published.</summary>
internal static class PublishedProperties
{
    private const string CarbonCopies = "CC";

    // Of the W3C's Trace Context.
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    /// <exception cref="ArgumentException">Routes are given in two ways.</exception>
    public static MessageProperties Of(PublishOptions options, string? appId, TimeProvider timeProvider) =>
        new()
        {
            ContentType = options.ContentType,
            ContentEncoding = options.ContentEncoding,
            Persistent = options.Persistent,
            MessageId = options.MessageId ?? Guid.NewGuid().ToString(),
            Timestamp = options.Timestamp ?? timeProvider.GetUtcNow(),
            AppId = options.AppId ?? appId,
            Type = options.Type,
            CorrelationId = options.CorrelationId,
            ReplyTo = options.ReplyTo,
            Expiration = options.Expiration is { } expiration
                ? ((long)expiration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)
                : null,
            Priority = options.Priority,
            Headers = Headers(options),
        };

    private static IReadOnlyDictionary<string, object?> Headers(PublishOptions options)
    {
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: not null } current ? current : null;
        if (options.Routes.Count == 0 && activity is null)
            return options.Headers;

        var headers = new Dictionary<string, object?>(options.Headers);
        if (options.Routes.Count > 0)
        {
            var routes = options.Routes.Select(object? (route) => Binding.RoutePrefix + route).ToList();
            if (!headers.TryAdd(CarbonCopies, routes))
            {
                throw new ArgumentException(
                    $"The header '{CarbonCopies}' and Routes say the same: leave out one of them.",
                    nameof(options)
                );
            }
        }

        // What the application set itself is what it wants.
        if (
            activity is not null
            && headers.TryAdd(TraceParent, activity.Id)
            && activity.TraceStateString is { Length: > 0 } state
        )
        {
            headers.TryAdd(TraceState, state);
        }

        return headers;
    }
}
