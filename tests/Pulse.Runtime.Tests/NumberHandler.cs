using System.Text.Json;

namespace Pulse.Runtime.Tests;

/// <summary>Handles the numbers that a scene publishes: at once, or behind a gate that the test opens.</summary>
internal sealed class NumberHandler : IDisposable
{
    private readonly SemaphoreSlim _gate = new(0);

    /// <summary>The numbers that have reached the gate.</summary>
    public Inbox<int> Started { get; } = new();

    public Inbox<int> Finished { get; } = new();

    public void Handle(Delivery<string, JsonElement> delivery) => Finished.Add(delivery.Payload.GetInt32());

    public async Task HandleGatedAsync(Delivery<string, JsonElement> delivery)
    {
        Started.Add(delivery.Payload.GetInt32());
        await _gate.WaitAsync();
        Handle(delivery);
    }

    /// <summary>Lets some numbers through the gate, those included that are yet to come.</summary>
    public void Open(int count = 1) => _gate.Release(count);

    public void Dispose() => _gate.Dispose();
}
