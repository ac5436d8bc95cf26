namespace Pulse;

/// <summary>A message that arrived, its payload read and its routing key ready to be parsed.</summary>
/// <typeparam name="TRouting">The type that the routing key is parsed into.</typeparam>
/// <typeparam name="TPayload">The type that the body is read into.</typeparam>
public sealed class Delivery<TRouting, TPayload> : Delivery
{
    private readonly IBinding<TRouting, TPayload>? _binding;
    private readonly string _publishedKey = "";
    private TRouting _routing;
    private bool _parsed;

    /// <summary>Creates a delivery by hand, to test a handler; set the rest as properties.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="routing">The routing key's words.</param>
    public Delivery(TPayload payload, TRouting routing)
    {
        Payload = payload;
        _routing = routing;
        _parsed = true;
    }

    internal Delivery(
        AmqpDelivery message,
        Acknowledger acknowledger,
        IBinding<TRouting, TPayload> binding,
        string publishedKey,
        TPayload payload
    )
        : base(message, acknowledger)
    {
        Payload = payload;
        _binding = binding;
        _publishedKey = publishedKey;
        _routing = default!;
    }

    /// <summary>The payload that the body was read into.</summary>
    public new TPayload Payload { get; }

    /// <summary>
    /// The words of the routing key that the message was published under; parsed when first asked
    /// for. A message that arrived for one of its <see cref="Delivery.Routes"/> has its primary key here too, and one
    /// that came back over a dead-letter exchange the key that it was first published under.
    /// </summary>
    /// <exception cref="FormatException">The key does not have this exchange's form.</exception>
    public TRouting Routing
    {
        get
        {
            if (!_parsed)
            {
                _routing = _binding!.ReadRouting(_publishedKey);
                _parsed = true;
            }

            return _routing;
        }
    }

    private protected override object? UntypedPayload => Payload;
}
