using System.Security.Cryptography;
using System.Text;

namespace Pulse;

/// <summary>
/// Remembers which messages a handler has failed on, by their content, since nothing else of a message
/// stays the same when it is delivered again. Bounded: the oldest are forgotten first. Not thread-safe.
/// </summary>
internal sealed class FailedMessages(int capacity)
{
    private readonly HashSet<string> _remembered = [];
    private readonly Queue<string> _byAge = new();

    public void Remember(Delivery delivery)
    {
        var print = Fingerprint(delivery);
        if (!_remembered.Add(print))
            return;
        _byAge.Enqueue(print);
        if (_byAge.Count > capacity)
            _remembered.Remove(_byAge.Dequeue());
    }

    /// <summary>Whether a handler failed on the message before; it is forgotten with the answer.</summary>
    public bool Forget(Delivery delivery) => _remembered.Remove(Fingerprint(delivery));

    private static string Fingerprint(Delivery delivery)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string?[] names = [delivery.Exchange, delivery.RoutingKey, delivery.Properties.MessageId];
        foreach (var name in names)
        {
            // No name or key holds a zero byte, so it keeps neighbours apart.
            hash.AppendData(Encoding.UTF8.GetBytes(name + '\0'));
        }

        hash.AppendData(delivery.Body.Span);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
