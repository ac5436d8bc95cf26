namespace Pulse;

/// <summary>
/// RabbitMQ's reply about a queue that exists with other arguments:
/// <c>inequivalent arg 'x' for queue 'q' in vhost '/': received the value '1' of type 'signedint' but current
/// is none</c>.
/// </summary>
internal readonly record struct InequivalentArgument(string Name, string? Requested, string? Actual)
{
    private const string Start = "inequivalent arg '";
    private const string Received = ": received ";
    private const string Current = " but current is ";

    public static InequivalentArgument? Find(string reply)
    {
        var start = reply.IndexOf(Start, StringComparison.Ordinal);
        var current = reply.LastIndexOf(Current, StringComparison.Ordinal);
        if (start < 0 || current < 0)
            return null;
        var received = reply.LastIndexOf(Received, current, StringComparison.Ordinal);
        var name = reply[(start + Start.Length)..];
        var end = name.IndexOf('\'');
        return received < 0 || end < 0
            ? null
            : new(
                name[..end],
                ReadValue(reply[(received + Received.Length)..current]),
                ReadValue(reply[(current + Current.Length)..])
            );
    }

    private static string? ReadValue(string reply)
    {
        if (reply is "none")
            return null;
        var start = reply.IndexOf('\'');
        var typeAt = reply.IndexOf("' of type '", StringComparison.Ordinal);
        var end = typeAt >= 0 ? typeAt : reply.LastIndexOf('\'');
        return start >= 0 && end > start ? reply[(start + 1)..end] : reply;
    }
}
