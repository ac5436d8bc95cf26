using System.Text.Json;

namespace Pulse.Decoding.Tests.Primitives;

public class ContentComparerTests
{
    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("1", "1e0", true)]
    [InlineData("0", "-0", true)]
    [InlineData("1e30", "2e30", false)]
    [InlineData("1e-40", "0", false)]
    [InlineData("12345678901234567", "12345678901234568", false)]
    [InlineData("1e400", "1e400", true)]
    [InlineData("1e400", "1e500", false)]
    [InlineData("\"a\"", "\"\\u0061\"", true)]
    [InlineData("\"a\"", "\"b\"", false)]
    [InlineData("null", "null", true)]
    [InlineData("null", "false", false)]
    [InlineData("[1,2]", "[ 1, 2 ]", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("{\"a\":1,\"b\":[]}", "{\"b\":[],\"a\":1}", true)]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":1}", false)]
    [InlineData("{\"a\":1}", "{\"a\":2}", false)]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2}", true)]
    public void JSON_is_compared_by_content(string left, string right, bool areEqual)
    {
        var (x, y) = (JsonElement.Parse(left), JsonElement.Parse(right));
        Assert.Equal(areEqual, ContentComparer.Json.Equals(x, y));
        Assert.Equal(areEqual, ContentComparer.Json.Equals(y, x));
        if (areEqual)
            Assert.Equal(ContentComparer.Json.GetHashCode(x), ContentComparer.Json.GetHashCode(y));
    }

    [Fact]
    public void Lists_are_compared_item_by_item_however_deep()
    {
        var comparer = ContentComparer.List(ContentComparer.List<int>());
        IReadOnlyList<IReadOnlyList<int>?> left =

            [
                [1, 2],
                [],
            ],
            same =

            [
                [1, 2],
                [],
            ],
            other =

            [
                [1, 2],
                [3],
            ];
        Assert.True(comparer.Equals(left, same));
        Assert.Equal(comparer.GetHashCode(left), comparer.GetHashCode(same));
        Assert.False(comparer.Equals(left, other));
        Assert.False(comparer.Equals(left, null));
        Assert.True(comparer.Equals(null, null));
    }

    [Fact]
    public void Maps_are_compared_in_any_order()
    {
        var comparer = ContentComparer.Map<string>();
        var left = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" };
        var same = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" };
        Assert.True(comparer.Equals(left, same));
        Assert.Equal(comparer.GetHashCode(left), comparer.GetHashCode(same));
        same["b"] = "3";
        Assert.False(comparer.Equals(left, same));
    }
}
