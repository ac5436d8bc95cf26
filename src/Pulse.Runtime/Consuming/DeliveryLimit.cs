using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Warns once of a quorum queue that drops messages which come back too often, where nothing catches them. From RabbitMQ 4
/// on, every quorum queue has a limit (20) unless its arguments say otherwise.
/// </summary>
internal sealed class DeliveryLimit(ILogger logger)
{
    private const int FirstWithDefault = 4;

    private bool _isChecked;

    /// <param name="queue">As the broker has it.</param>
    /// <param name="server">The broker's version, if it told.</param>
    public void Check(QueueDeclaration queue, Version? server)
    {
        if (_isChecked)
            return;
        _isChecked = true;
        if (!queue.IsQuorum || queue.KeepsRejected)
            return;
        var isSet = queue.Arguments.TryGetValue(QueueArgument.DeliveryLimit, out var limit);
        // A negative one means none; before, it means that a message is dropped the first time that it comes back.
        var hasDefault = server?.Major >= FirstWithDefault;
        if (isSet ? Convert.ToInt64(limit, null) >= 0 || !hasDefault : hasDefault)
            logger.DropsAtDeliveryLimit(queue.Name);
    }
}
