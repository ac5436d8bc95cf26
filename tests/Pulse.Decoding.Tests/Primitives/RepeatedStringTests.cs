using System.Text;

namespace Pulse.Decoding.Tests.Primitives;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneProcessWideCache
{
    public const string Name = "The strings that a process keeps";
}

/// <summary>They measure what all decoders of the process share, so nothing else decodes meanwhile.</summary>
[Collection(OneProcessWideCache.Name)]
public class RepeatedStringTests
{
    [Theory]
    [InlineData("gecko-3 that repeats")]
    [InlineData("short")]
    [InlineData("ein Umlaut: ü")]
    public void A_string_that_repeats_is_one_instance(string text)
    {
        Read(text);
        Read(text); // It stays from the second time on.
        Assert.Same(Read(text), Read(text));
    }

    [Fact]
    public void Strings_that_never_repeat_do_not_displace_a_cached_one()
    {
        for (var i = 0; i < 3; i++)
            Read("one that stays");
        var before = Read("one that stays");
        for (var i = 0; i < 200_000; i++)
            Read($"unique {i}");
        Assert.Same(before, Read("one that stays"));
    }

    [Fact]
    public void Many_strings_that_come_twice_do_not_grow_the_string_cache()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 100_000; i++)
        {
            Read($"twice, and twenty-four bytes {i}");
            Read($"twice, and twenty-four bytes {i}");
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1_000_000);
    }

    [Fact]
    public void Long_strings_are_not_cached()
    {
        var text = new string('x', 1000);
        for (var i = 0; i < 3; i++)
            Read(text);
        Assert.NotSame(Read(text), Read(text));
    }

    [Fact]
    public void Threads_that_share_the_string_cache_read_the_right_strings() =>
        Parallel.For(
            0,
            8,
            worker =>
            {
                var random = new Random(worker);
                for (var i = 0; i < 50_000; i++)
                {
                    var text = $"text {random.Next(4000)}";
                    Assert.Equal(text, Read(text));
                }
            }
        );

    private static string Read(string text) =>
        PayloadReader.Decode(
            Encoding.UTF8.GetBytes($"\"{text}\""),
            static (ref PayloadReader reader) => reader.ReadRepeatedString()
        );
}
