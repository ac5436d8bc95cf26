namespace Pulse;

/// <summary>What is done with one delivery once it is its turn, up to its settlement.</summary>
internal abstract class DeliveryRun(Delivery delivery)
{
    /// <summary>The key of the deliveries that it keeps its order with; <see langword="null"/> for none.</summary>
    public virtual object? FindKey() => null;

    /// <summary>How long to wait before it runs once more.</summary>
    public TimeSpan Pause { get; protected set; }

    protected Delivery Delivery => delivery;

    /// <summary>Whether nothing is left to be done.</summary>
    public bool IsSettled => delivery.Settlement != Settlement.None;

    /// <param name="stopping">Cancelled when closing has waited long enough.</param>
    /// <returns>Whether it has to run once more, after the <see cref="Pause"/>.</returns>
    public abstract Task<bool> ExecuteAsync(CancellationToken stopping);

    /// <summary>To be called where it does not run, or not once more.</summary>
    public virtual Task EndAsync() => delivery.ReturnAsync().AsTask();
}
