using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pulse.Chaos;

/// <summary>
/// One publishing of a message: the same id is published again until it is confirmed, and the attempt tells the
/// publisher's repetitions from the broker's.
/// </summary>
/// <param name="Id">The message that must arrive.</param>
/// <param name="Attempt">Which publishing of it this is, from 1.</param>
/// <param name="PublishedAt">When, as <see cref="System.Diagnostics.Stopwatch"/> counts.</param>
internal readonly record struct Message(int Id, int Attempt, long PublishedAt)
{
    public byte[] ToJson() =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":{{Id}},"attempt":{{Attempt}},"publishedAt":{{PublishedAt}}}"""
            )
        );

    public static Message From(JsonElement json) =>
        new(
            json.GetProperty("id").GetInt32(),
            json.GetProperty("attempt").GetInt32(),
            json.GetProperty("publishedAt").GetInt64()
        );
}
