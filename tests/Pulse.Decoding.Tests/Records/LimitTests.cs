using System.Text;
using System.Text.Json;
using Everything = Pulse.Decoding.Tests.Features.FeatureEvents.Everything;

namespace Pulse.Decoding.Tests.Records;

/// <summary>Depth and length: the limits are those of System.Text.Json.</summary>
public class LimitTests
{
    private const int MaxDepth = 64;
    private const int HundredMegabytes = 100_000_000;

    [Theory]
    [InlineData("anything")]
    [InlineData("array")]
    [InlineData("unknown")]
    public void Arrays_may_nest_64_deep_and_no_deeper(string property)
    {
        EveryWay.Read(property, Arrays(MaxDepth - 1));
        EveryWay.Refuse(property, Arrays(MaxDepth));
        EveryWay.Refuse(property, Arrays(100_000));
    }

    [Theory]
    [InlineData("object")]
    [InlineData("anything")]
    [InlineData("unknown")]
    public void Objects_may_nest_64_deep_and_no_deeper(string property)
    {
        EveryWay.Read(property, Objects(MaxDepth - 1));
        EveryWay.Refuse(property, Objects(MaxDepth));
        EveryWay.Refuse(property, Objects(100_000));
    }

    [Fact]
    public void Records_may_nest_64_deep_and_no_deeper()
    {
        // The innermost one has arrays in it, one level further down.
        EveryWay.Read(Children(MaxDepth - 2));
        Assert.StartsWith("$.child.child", EveryWay.Refuse(Children(MaxDepth - 1)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Unions_may_nest_64_deep_and_no_deeper()
    {
        EveryWay.Read("source", Links(MaxDepth - 1));
        EveryWay.Refuse("source", Links(MaxDepth));
    }

    [Fact]
    public void Unclosed_arrays_and_objects_are_refused_at_any_depth()
    {
        EveryWay.Refuse("anything", new string('[', 50));
        EveryWay.Refuse("unknown", new string('[', 1_000_000));
        EveryWay.Refuse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"child\":", 100_000))));
    }

    [Fact]
    public void A_serializer_call_keeps_to_the_depth_in_its_options()
    {
        var deeper = new JsonSerializerOptions { MaxDepth = 200 };
        Assert.NotNull(JsonSerializer.Deserialize<Everything>(Children(150), deeper));
        Assert.NotNull(JsonSerializer.Deserialize<Everything>(EveryWay.With("anything", Arrays(150)), deeper));
        Assert.NotNull(JsonSerializer.Deserialize<Everything>(EveryWay.With("unknown", Mixed(150)), deeper));
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Everything>(EveryWay.With("unknown", Mixed(200)), deeper)
        );
        var flatter = new JsonSerializerOptions { MaxDepth = 10 };
        Assert.NotNull(JsonSerializer.Deserialize<Everything>(Children(8), flatter));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Everything>(Children(9), flatter));
    }

    [Fact]
    public void A_string_of_100_megabytes_is_read()
    {
        var text = new byte[HundredMegabytes + 2];
        text.AsSpan().Fill((byte)'x');
        text[0] = text[^1] = (byte)'"';
        Assert.Equal(HundredMegabytes, Everything.Decode(EveryWay.With("text", text)).Text.Length);
        text[^3] = (byte)'\\';
        text[^2] = (byte)'n';
        var escaped = Everything.Decode(EveryWay.With("text", text)).Text;
        Assert.Equal((HundredMegabytes - 1, '\n'), (escaped.Length, escaped[^1]));
        Assert.Equal("", Everything.Decode(EveryWay.With("unknown", text)).Text);
        Assert.Equal(
            HundredMegabytes + 2,
            Everything.Decode(EveryWay.With("anything", text)).Anything.GetRawText().Length
        );
        Assert.Equal(
            HundredMegabytes - 1,
            JsonSerializer.Deserialize<Everything>(EveryWay.With("text", text))!.Text.Length
        );
    }

    private static string Arrays(int depth) => new string('[', depth) + new string(']', depth);

    /// <summary>Two objects, an array, two objects, an array: each level closes with a bracket of its own kind.</summary>
    private static string Mixed(int depth) =>
        string.Concat(Enumerable.Range(1, depth).Select(level => level % 3 == 0 ? "[" : "{\"a\":"))
        + "1"
        + string.Concat(Enumerable.Range(1, depth).Reverse().Select(level => level % 3 == 0 ? ",2]" : ",\"b\":3}"));

    private static string Objects(int depth) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

    private static byte[] Children(int depth)
    {
        var least = Encoding.UTF8.GetString(Message.Least().Json)[..^1];
        return Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat(least + ",\"child\":", depth)) + least + new string('}', depth + 1)
        );
    }

    private static string Links(int depth) =>
        string.Concat(Enumerable.Repeat("{\"kind\":\"link\",\"url\":\"u\",\"again\":", depth - 1))
        + "{\"kind\":\"s3\",\"bucket\":\"b\"}"
        + new string('}', depth - 1);
}
