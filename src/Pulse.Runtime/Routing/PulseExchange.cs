namespace Pulse;

/// <summary>
/// What a reference says about an exchange. The classes of generated bindings list theirs in <c>Exchanges</c>.
/// </summary>
/// <param name="name">The exchange's full name in its reference.</param>
/// <param name="description">What its messages are about, as the reference says it; may be empty.</param>
/// <param name="payloadType">The type of its messages' payloads.</param>
/// <param name="fields">The fields of its routing keys, in order.</param>
public sealed class PulseExchange(string name, string description, Type payloadType, params PulseExchangeField[] fields)
{
    /// <summary>The exchange's full name in its reference, such as <c>exchange/taskcluster-queue/v1/task-defined</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What its messages are about, as the reference says it; may be empty.</summary>
    public string Description { get; } = description;

    /// <summary>The type of its messages' payloads.</summary>
    public Type PayloadType { get; } = payloadType;

    /// <summary>The fields of its routing keys, in order.</summary>
    public IReadOnlyList<PulseExchangeField> Fields { get; } = Array.AsReadOnly(fields);

    /// <summary>The name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
