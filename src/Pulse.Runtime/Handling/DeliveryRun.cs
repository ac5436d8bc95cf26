namespace Pulse;

/// <summary>What is done with one delivery once it is its turn, up to its settlement.</summary>
internal abstract class DeliveryRun
{
    /// <param name="stopping">Cancelled when closing has waited long enough.</param>
    /// <returns>Whether it has to run once more: a stream gives nothing back.</returns>
    public abstract Task<bool> ExecuteAsync(CancellationToken stopping);
}
