using System.Collections.Immutable;

namespace Pulse;

/// <summary>
/// Refuses what does not go together in the description of a queue, before RabbitMQ does. It knows what every version of
/// RabbitMQ refuses (3.10.8 was asked); an argument that is given by its name is left to the broker.
/// </summary>
internal static class QueueKindCheck
{
    // For each argument that a stream does not take, why, and what to do.
    private static readonly Dictionary<string, string> NotForStreams = new(StringComparer.Ordinal)
    {
        [QueueArgument.MaxLength] =
            "A stream is limited by its size or its age: use Argument(\"x-max-length-bytes\", ...) or "
            + "Argument(\"x-max-age\", \"7D\")",
        [QueueArgument.MessageTimeToLive] =
            "A stream drops its oldest messages together: use Argument(\"x-max-age\", \"7D\")",
        [QueueArgument.Expires] = "A stream stays until it is deleted: leave it out",
        [QueueArgument.DeadLetterExchange] =
            "A stream keeps its messages whatever is done with them, so it has no dead letters: leave it out",
        [QueueArgument.SingleActiveConsumer] =
            "Each consumer of a stream reads all of it: leave it out, or use Quorum()",
        [QueueArgument.ConsumerPriority] = "Each consumer of a stream reads all of it: leave it out",
    };

    /// <exception cref="InvalidOperationException">Something does not go together.</exception>
    public static void Check(QueueOptions options)
    {
        CheckContradictions(options.Described, options);
        CheckContradictions(options.DescribedForConsumer, options);
        if (options.IsStream)
            CheckStream(options);
        CheckAnonymous(options);
        if (options.DeadLetters is { } dead && options.Name is not null && dead.Queue == options.Declare().Name)
        {
            throw Refuse(
                options,
                $"cannot be the queue of its own dead letters ('{dead.Queue}'). Give DeadLetter(...) another name"
            );
        }
    }

    private static void CheckContradictions(ImmutableList<DescribedArgument> described, QueueOptions options)
    {
        foreach (var group in described.GroupBy(one => one.Name, StringComparer.Ordinal))
        {
            var first = group.First();
            if (group.FirstOrDefault(one => !one.IsSameAs(first)) is { } other)
            {
                throw Refuse(
                    options,
                    $"is described by {first.Call} and {other.Call}, which contradict each other: '{first.Name}' cannot be "
                        + $"both {first.Value} and {other.Value}. Leave one of them out"
                );
            }
        }
    }

    private static void CheckStream(QueueOptions options)
    {
        foreach (var one in options.Described.Concat(options.DescribedForConsumer).Where(one => !one.IsByName))
        {
            if (NotForStreams.TryGetValue(one.Name, out var why))
                throw Refuse(options, $"is a stream, which does not take {one.Call}. {why}");
        }

        if (options.Prefetch == 0)
        {
            throw Refuse(
                options,
                "is a stream, of which nobody can consume without a limit. Leave out Prefetch(0), or use Prefetch(1) or more"
            );
        }
    }

    private static void CheckAnonymous(QueueOptions options)
    {
        var typed = options.Described.Find(one => one.Name == QueueArgument.Type && !one.IsByName);
        if (options.Name is null && typed is not null)
        {
            throw new InvalidOperationException(
                $"An anonymous queue belongs to its connection, which {typed.Call} does not go with. Give the queue a "
                    + "name: Queue(\"name\")."
            );
        }
    }

    private static InvalidOperationException Refuse(QueueOptions options, string what) =>
        new($"{(options.Name is { } name ? $"The queue '{name}'" : "The anonymous queue")} {what}.");
}
