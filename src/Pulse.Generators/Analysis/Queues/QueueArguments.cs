namespace Pulse.Generators.Analysis.Queues;

/// <summary>The queue arguments that RabbitMQ knows, of all versions from 3.8 to 4.3.</summary>
internal static class QueueArguments
{
    private const long MaxTimer = uint.MaxValue;

    private static readonly Dictionary<string, QueueArgument> Known = new QueueArgument[]
    {
        new NumberArgument("x-message-ttl", " of milliseconds", most: MaxTimer),
        new NumberArgument("x-expires", " of milliseconds", least: 1, most: MaxTimer),
        new NumberArgument("x-consumer-timeout", " of milliseconds"),
        new NumberArgument("x-max-length", ""),
        new NumberArgument("x-max-length-bytes", ""),
        new NumberArgument("x-max-in-memory-length", ""),
        new NumberArgument("x-max-in-memory-bytes", ""),
        // From RabbitMQ 4.0 on, -1 means no limit.
        new NumberArgument("x-delivery-limit", "", least: -1),
        new NumberArgument("x-max-priority", "", most: 255),
        new NumberArgument("x-queue-version", "", least: 1, most: 2),
        new NumberArgument("x-initial-cluster-size", "", least: 1),
        new NumberArgument("x-quorum-initial-group-size", "", least: 1),
        new NumberArgument("x-quorum-target-group-size", "", least: 1),
        new NumberArgument("x-stream-max-segment-size-bytes", ""),
        new NumberArgument("x-stream-filter-size-bytes", "", least: 16, most: 255),
        new BooleanArgument("x-single-active-consumer"),
        new StringArgument("x-dead-letter-exchange"),
        new StringArgument("x-dead-letter-routing-key"),
        new ChoiceArgument("x-dead-letter-strategy", false, "at-most-once", "at-least-once"),
        new ChoiceArgument("x-queue-type", true, "classic", "quorum", "stream"),
        new ChoiceArgument("x-queue-mode", false, "default", "lazy"),
        new ChoiceArgument("x-overflow", false, "drop-head", "reject-publish", "reject-publish-dlx"),
        // The last two are deprecated.
        new ChoiceArgument("x-queue-leader-locator", false, "client-local", "balanced", "random", "least-leaders"),
        new ChoiceArgument("x-queue-master-locator", true, "client-local", "min-masters", "random"),
        new AgeArgument("x-max-age"),
    }.ToDictionary(argument => argument.Name, StringComparer.Ordinal);

    /// <summary>What an argument takes; null if RabbitMQ does not know its name.</summary>
    public static QueueArgument? Of(string name) => Known.TryGetValue(name, out var argument) ? argument : null;

    /// <summary>The name that was probably meant; null if it may be one that a plugin knows.</summary>
    public static string? Nearest(string name) =>
        Known.ContainsKey("x-" + name) ? "x-" + name : Checks.NearestText.Of(name, Known.Keys);
}
