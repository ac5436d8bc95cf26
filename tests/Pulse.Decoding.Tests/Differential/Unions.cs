using System.Text.Json;
using Pulse.Decoding.Tests.Features;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>Which case of a union a value is, as <c>docs/schemas.md</c> has it.</summary>
internal static class Unions
{
    public static bool IsUnion(Type type) =>
        type == typeof(FeatureEvents.Choice)
        || type == typeof(FeatureEvents.Source)
        || type == typeof(FeatureEvents.Place);

    /// <exception cref="JsonException">None of them.</exception>
    public static Type CaseOf(Type union, JsonElement json)
    {
        if (union == typeof(FeatureEvents.Choice))
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => typeof(FeatureEvents.Choice.Text),
                JsonValueKind.Number => typeof(FeatureEvents.Choice.Number),
                JsonValueKind.True or JsonValueKind.False => typeof(FeatureEvents.Choice.Boolean),
                JsonValueKind.Array => typeof(FeatureEvents.Choice.List),
                JsonValueKind.Object => typeof(FeatureEvents.Choice.Object),
                _ => throw new JsonException(),
            };
        }

        if (json.ValueKind != JsonValueKind.Object)
            throw new JsonException();
        // A record reads every name, and so finds half a character in any of them; a look-up reads a name only as far
        // as it matches.
        _ = json.Deserialize<Nameless>();
        if (union == typeof(FeatureEvents.Source))
        {
            if (!json.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String)
                throw new JsonException();
            return kind.GetString() switch
            {
                "s3" => typeof(FeatureEvents.Source.S3),
                "link" => typeof(FeatureEvents.Source.Link),
                _ => typeof(FeatureEvents.Source.Other),
            };
        }

        return json.TryGetProperty("address", out _) ? typeof(FeatureEvents.Place.WithAddress)
            : json.TryGetProperty("path", out _) ? typeof(FeatureEvents.Place.WithPath)
            : throw new JsonException();
    }

    /// <summary>A record that knows no name.</summary>
    private sealed record Nameless;
}
