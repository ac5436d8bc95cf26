using System.Text;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Primitives;

public class ListAndMapReadingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Lists_of_any_length_are_read(int count)
    {
        var items = Enumerable.Range(0, count).Select(item => $"item {item}").ToList();
        Assert.Equal(
            items,
            PayloadReader.Decode(
                JsonSerializer.SerializeToUtf8Bytes(items),
                static (ref PayloadReader reader) =>
                    reader.ReadList(static (ref PayloadReader reader) => reader.ReadRepeatedString())
            )
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Maps_of_any_size_are_read_and_the_last_of_equal_keys_wins(int count)
    {
        var keys = Enumerable.Range(0, count).Select(key => $"key {key}").ToList();
        foreach (var again in new[] { 0, 1, count / 2, count })
        {
            var entries = keys.Concat(keys.Take(again)).Select((key, value) => $"\"{key}\":{value}");
            var json = $"{{{string.Join(",", entries)}}}";
            var map = Read(json);
            Assert.Equal(JsonSerializer.Deserialize<Dictionary<string, long>>(json), map);
            Assert.Equal(keys, map.Keys);
            Assert.Equal(map.Values, map.Select(entry => entry.Value));
            foreach (var (key, value) in map)
            {
                Assert.True(map.ContainsKey(key));
                Assert.Equal(value, map[key]);
            }

            Assert.False(map.TryGetValue("another", out _));
            Assert.Throws<KeyNotFoundException>(() => map["another"]);
        }
    }

    [Theory]
    [InlineData("{\"\":1,\"\":2,\"a\":3,\"\\u0061\":4}")]
    [InlineData("{\"ä\":1,\"\\u00e4\":2}")]
    public void Map_keys_are_equal_with_and_without_escapes(string json) =>
        Assert.Equal(JsonSerializer.Deserialize<Dictionary<string, long>>(json), Read(json));

    [Theory]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("[1")]
    [InlineData("[")]
    [InlineData("[1}")]
    [InlineData("{\"a\":1}")]
    public void A_malformed_list_is_refused(string json) =>
        Assert.Throws<JsonException>(() =>
            PayloadReader.Decode(
                Encoding.UTF8.GetBytes(json),
                static (ref PayloadReader reader) =>
                    reader.ReadList(static (ref PayloadReader reader) => reader.ReadInt64())
            )
        );

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Depth_is_limited_as_in_System_Text_Json(int depth, bool isAccepted)
    {
        var json = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
        var unknown = Encoding.UTF8.GetBytes($"{{\"x\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}");
        Action[] ways =
        [
            () => PayloadReader.DecodeElement(json),
            () => PayloadReader.Decode(json, ReadNested),
            () => PayloadReader.Decode(unknown, static (ref PayloadReader reader) => reader.FirstProperty(new("y"))),
            () =>
                PayloadReader.Decode(
                    unknown,
                    static (ref PayloadReader reader) =>
                        reader.ReadMap(static (ref PayloadReader reader) => reader.ReadElement())
                ),
        ];
        foreach (var way in ways)
        {
            if (isAccepted)
                way();
            else
                Assert.Throws<JsonException>(way);
        }
    }

    private static object ReadNested(ref PayloadReader reader) => reader.ReadList(ReadNested);

    private static IReadOnlyDictionary<string, long> Read(string json) =>
        PayloadReader.Decode(
            Encoding.UTF8.GetBytes(json),
            static (ref PayloadReader reader) => reader.ReadMap(static (ref PayloadReader reader) => reader.ReadInt64())
        );
}
