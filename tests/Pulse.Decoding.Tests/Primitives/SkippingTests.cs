using System.Text;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Primitives;

public class SkippingTests
{
    private static readonly byte[][] Seeds =
    [
        "{\"id\":1,\"name\":\"a text of some length\",\"list\":[1,-2.5e3,{\"x\":null}],\"map\":{\"k\":true,\"l\":false}}"u8.ToArray(),
        "[ \"\\u00e9\\n\" , [ ] , { } , 0 , 1.0E+2 , \"gr\u00f6\u00dfer\" , \"x\" ]"u8.ToArray(),
    ];

    [Fact]
    public void Skipping_accepts_exactly_what_Utf8JsonReader_accepts()
    {
        var random = new Random(7);
        var accepted = 0;
        for (var i = 0; i < 40_000; i++)
        {
            var json = Mutate(Seeds[i % Seeds.Length], random);
            var isJson = IsJson(json);
            accepted += isJson ? 1 : 0;
            var isRead = true;
            try
            {
                PayloadReader.Decode(
                    json,
                    static (ref PayloadReader reader) =>
                    {
                        reader.Skip();
                        return 0;
                    }
                );
            }
            catch (JsonException)
            {
                isRead = false;
            }

            Assert.True(isJson == isRead, Encoding.UTF8.GetString(json));
        }

        Assert.InRange(accepted, 4_000, 36_000);
    }

    private static bool IsJson(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                // On to the end.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var json = seed.ToList();
        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            var at = random.Next(json.Count);
            var one = random.Next(4) == 0 ? (byte)random.Next(256) : seed[random.Next(seed.Length)];
            switch (random.Next(4))
            {
                case 0:
                    json[at] = one;
                    break;
                case 1:
                    json.Insert(at, one);
                    break;
                case 2:
                    json.RemoveAt(at);
                    break;
                default:
                    json.InsertRange(at, seed.Skip(random.Next(seed.Length)).Take(random.Next(12)).ToArray());
                    break;
            }
        }

        return [.. json];
    }
}
