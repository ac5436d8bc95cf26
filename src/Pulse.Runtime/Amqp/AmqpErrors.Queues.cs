using RabbitMQ.Client.Events;

namespace Pulse;

// About queues and exchanges that are there, but are others than they were taken for.
internal static partial class AmqpErrors
{
    public static PulseException CheckingQueue(Exception exception, string queue, AmqpEndpoint endpoint) =>
        Reply(exception)?.ReplyCode == ResourceLocked
            ? QueueLocked(exception, queue, endpoint)
            : Requesting(exception, $"to look up the queue '{queue}'", endpoint, "'configure' on the queue");

    /// <summary>About an exchange that is declared here, for dead letters or to publish to.</summary>
    public static PulseException DeclaringExchange(Exception exception, string exchange, AmqpEndpoint endpoint)
    {
        var reply = Reply(exception);
        if (reply?.ReplyCode == PreconditionFailed && InequivalentArgument.Find(reply.ReplyText) is { } argument)
        {
            return new PulseException(
                $"The exchange '{exchange}' exists and is another one (as {endpoint}): '{argument.Name}' is "
                    + $"{argument.Actual ?? "not set"} there and {argument.Requested ?? "not set"} here. Choose another name, "
                    + "or delete the exchange if nobody needs it.",
                exception
            )
            {
                ReplyCode = PreconditionFailed,
            };
        }

        return Requesting(exception, $"to declare the exchange '{exchange}'", endpoint, "'configure' on the exchange");
    }

    private static QueueLockedException QueueLocked(Exception exception, string queue, AmqpEndpoint endpoint) =>
        new(
            queue,
            $"The queue '{queue}' is exclusive to another connection (as {endpoint}). Close that connection, or choose "
                + "another name.",
            exception
        )
        {
            ReplyCode = ResourceLocked,
            IsTransient = true,
        };

    private static PulseException NotAStream(Exception exception, string queue, string reply, AmqpEndpoint endpoint) =>
        new(
            $"The queue '{queue}' is not a stream, so consuming cannot begin at an offset (as {endpoint}). Leave out "
                + $"Stream(...). The broker says: {reply}.",
            exception
        )
        {
            ReplyCode = PreconditionFailed,
        };

    private static QueueMismatchException Mismatch(
        Exception exception,
        string queue,
        InequivalentArgument argument,
        AmqpEndpoint endpoint
    )
    {
        var (name, requested, actual) = argument;
        var isOptional = name.StartsWith("x-", StringComparison.Ordinal);
        var call = QueueArgument.CallOf(name);
        var whatToDo = (isOptional, actual is not null) switch
        {
            (true, true) => $"Ask for the same with {call}",
            (true, false) when QueueArgument.CanBePolicy(name) =>
                $"Leave out {call} (an administrator can set the same by a policy)",
            (true, false) => $"Leave out {call}",
            _ => "Leave the queue to the application that declared it",
        };
        return new QueueMismatchException(
            queue,
            name,
            requested,
            actual,
            $"The queue '{queue}' exists with other arguments (as {endpoint}): '{name}' is {actual ?? "not set"} there "
                + $"and {requested ?? "not set"} here. What a queue was declared with cannot be changed. {whatToDo}, choose "
                + "another name, or delete the queue once it is empty.",
            exception
        )
        {
            ReplyCode = PreconditionFailed,
        };
    }

    private static bool IsAboutOffset(ShutdownEventArgs reply) =>
        reply.ReplyText.Contains(QueueArgument.StreamOffset, StringComparison.Ordinal);
}
