using System.IO.Compression;
using System.Text;

namespace Pulse.Runtime.Tests.Handling;

public sealed class PayloadBodyTests
{
    private const string Json = """{"a":"käse"}""";

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("deflate, bare")]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    [InlineData("utf-8")]
    [InlineData(null)]
    public void A_body_is_decompressed_as_its_content_encoding_says(string? encoding)
    {
        var body = Encoding.UTF8.GetBytes(Json);
        body = encoding switch
        {
            "gzip" or "x-gzip" or "GZIP" => Compress(body, to => new GZipStream(to, CompressionMode.Compress)),
            "br" => Compress(body, to => new BrotliStream(to, CompressionMode.Compress)),
            "deflate" => Compress(body, to => new ZLibStream(to, CompressionMode.Compress)),
            "deflate, bare" => Compress(body, to => new DeflateStream(to, CompressionMode.Compress)),
            "gzip, br" => Compress(
                Compress(body, to => new GZipStream(to, CompressionMode.Compress)),
                to => new BrotliStream(to, CompressionMode.Compress)
            ),
            _ => body,
        };
        Assert.Equal(Json, Read(body, encoding == "deflate, bare" ? "deflate" : encoding));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public void A_byte_order_mark_is_skipped(string? encoding)
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Json)];
        if (encoding is not null)
            body = Compress(body, to => new GZipStream(to, CompressionMode.Compress));
        Assert.Equal(Json, Read(body, encoding));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public void A_body_that_is_not_compressed_as_it_says_is_refused_by_name(string encoding)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Read("{nothing of the kind}"u8.ToArray(), encoding));
        Assert.Contains($"not valid {encoding}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_refused_in_bounded_memory()
    {
        const int Limit = 1_000_000;
        var bomb = Compress(new byte[200_000_000], to => new GZipStream(to, CompressionMode.Compress));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<InvalidDataException>(() => Read(bomb, "gzip", Limit));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 * Limit);
        Assert.Contains("MaxDecompressedSize", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zstd", true)]
    [InlineData("gzip, lz4", true)]
    [InlineData("gzip", false)]
    [InlineData("utf-8", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_encoding_that_cannot_be_undone_is_known_as_such(string? encoding, bool isUnknown) =>
        Assert.Equal(isUnknown, PayloadBody.IsUnknown(encoding));

    private static string Read(byte[] body, string? encoding, int maxSize = 1000)
    {
        var message = Messages.Create() with
        {
            Body = body,
            Properties = new MessageProperties { ContentEncoding = encoding },
        };
        return Encoding.UTF8.GetString(PayloadBody.Of(message, maxSize).Span);
    }

    private static byte[] Compress(byte[] body, Func<Stream, Stream> compress)
    {
        var compressed = new MemoryStream();
        using (var stream = compress(compressed))
            stream.Write(body);
        return compressed.ToArray();
    }
}
