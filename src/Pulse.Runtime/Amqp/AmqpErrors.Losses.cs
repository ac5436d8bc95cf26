using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Pulse;

// About connections and channels that had been fine.
internal static partial class AmqpErrors
{
    private const ushort BasicClass = 60;
    private const ushort Publish = 40;

    /// <summary>Why a connection was lost.</summary>
    public static PulseException LostConnection(ShutdownEventArgs reason, AmqpEndpoint endpoint) =>
        new ConnectionFailedException(
            IsUnreadable(reason)
                ? $"RabbitMQ.Client could not read what the broker sent on the connection of {endpoint}, and closed it: "
                    + $"{reason.ReplyText.TrimEnd('.')}. Most likely it was a message with headers that the client does not "
                    + "support. Find it in the queue that keeps being lost, with another client, and remove it."
                : $"The connection of {endpoint} was lost: {reason.ReplyText.TrimEnd('.')}.",
            new OperationInterruptedException(reason)
        )
        {
            ReplyCode = ReplyCodeOf(reason),
            IsTransient = true,
        };

    /// <summary>Why a channel was lost while its connection stayed.</summary>
    public static PulseException LostChannel(ShutdownEventArgs reason, AmqpEndpoint endpoint) =>
        new(
            IsConsumerTimeout(reason)
                ? $"A handler did not settle its message within the broker's consumer timeout, so the broker closed the "
                    + $"channel (as {endpoint}): {reason.ReplyText.TrimEnd('.')}. The message comes again, and will each time "
                    + "until its handler is faster. Shorten the handler; or settle earlier, with AutoAcknowledge or "
                    + "ManualAcknowledge; or raise the timeout: consumer_timeout in the broker's configuration, from "
                    + "RabbitMQ 3.12 on also as the queue's argument x-consumer-timeout."
                : $"The broker closed the channel (as {endpoint}): {reason.ReplyText.TrimEnd('.')}.",
            new OperationInterruptedException(reason)
        )
        {
            ReplyCode = ReplyCodeOf(reason),
            IsTransient = true,
        };

    /// <summary>
    /// What a message that was published was refused for, where that is why the broker closed the channel; it then names
    /// <c>basic.publish</c> (AMQP 0-9-1 reference, 1.8.3.7).
    /// </summary>
    public static PublishClosure? ClosureBy(PulseException loss) =>
        loss is not ConnectionFailedException
        && loss.InnerException
            is OperationInterruptedException
            {
                ShutdownReason: { Initiator: ShutdownInitiator.Peer, ClassId: BasicClass, MethodId: Publish } reason
            } cause
            ? new(reason.ReplyCode, reason.ReplyText, cause)
            : null;

    /// <summary>
    /// Whether the client closed a connection because it could not read what arrived. It says so by a protocol exception,
    /// or lets any other exception of its readers through; those of the network are of few types.
    /// </summary>
    public static bool IsUnreadable(ShutdownEventArgs reason) =>
        reason is { Initiator: ShutdownInitiator.Library, Exception: { } exception }
        && exception
            is not (
                IOException
                or SocketException
                or OperationCanceledException
                or ObjectDisposedException
                or TimeoutException
                or OperationInterruptedException
                or System.Threading.Channels.ChannelClosedException
            );

    // RabbitMQ's "delivery acknowledgement on channel 1 timed out".
    private static bool IsConsumerTimeout(ShutdownEventArgs reason) =>
        reason is { Initiator: ShutdownInitiator.Peer, ReplyCode: PreconditionFailed }
        && reason.ReplyText.Contains("timed out", StringComparison.Ordinal);

    // Other initiators fill in a code that nobody sent.
    private static int? ReplyCodeOf(ShutdownEventArgs reason) =>
        reason.Initiator == ShutdownInitiator.Peer ? reason.ReplyCode : null;
}
