using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas;

internal static class RandomChoice
{
    public static string Pick(this Random random, string[] from) => from[random.Next(from.Length)];

    public static JsonArray List(this Random random, int least, int most, Func<JsonNode?> make) =>
        new([.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => make())]);
}
