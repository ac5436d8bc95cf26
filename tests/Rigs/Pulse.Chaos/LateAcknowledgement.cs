namespace Pulse.Chaos;

/// <summary>
/// Acknowledges by hand what handlers have left open: a little after they have returned, or not before it is told to. Safe
/// for concurrent use.
/// </summary>
internal sealed class LateAcknowledgement
{
    private const int LongestMilliseconds = 20;

    private readonly object _sync = new();
    private List<Delivery>? _withheld;

    /// <param name="delivery">What to acknowledge.</param>
    /// <param name="message">Decides how late; messages overtake each other.</param>
    public void Take(Delivery delivery, Message message)
    {
        lock (_sync)
        {
            if (_withheld is { } withheld)
                withheld.Add(delivery);
            else
                _ = Task.Run(() => AcknowledgeAsync(delivery, Math.Abs(message.Id) * 13 % (LongestMilliseconds + 1)));
        }
    }

    /// <summary>Acknowledges nothing that comes from now on.</summary>
    public void Withhold()
    {
        lock (_sync)
            _withheld = [];
    }

    /// <summary>Acknowledges what was withheld, and returns how much that was.</summary>
    public async Task<int> ReleaseAsync()
    {
        List<Delivery> withheld;
        lock (_sync)
            (withheld, _withheld) = (_withheld ?? [], null);
        foreach (var delivery in withheld)
            await delivery.AckAsync();
        return withheld.Count;
    }

    // Not observed: the leak check reports what fails here.
    private static async Task AcknowledgeAsync(Delivery delivery, int milliseconds)
    {
        await Task.Delay(milliseconds);
        await delivery.AckAsync();
    }
}
