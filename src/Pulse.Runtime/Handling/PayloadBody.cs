using System.Buffers;
using System.IO.Compression;

namespace Pulse;

/// <summary>
/// The JSON that a message's payload is read from: the body, decompressed as its <c>content_encoding</c> says (RFC 9110,
/// 8.4.1), without a byte order mark.
/// </summary>
internal static class PayloadBody
{
    private const int ChunkSize = 64 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="InvalidDataException">The body is not compressed as it says, or too large.</exception>
    public static ReadOnlyMemory<byte> Of(AmqpDelivery message, int maxSize)
    {
        var body = message.Body;
        if (message.Properties.ContentEncoding is { Length: > 0 } encodings)
        {
            // They are listed in the order in which they were applied.
            foreach (var encoding in Enumerable.Reverse(encodings.Split(',', StringSplitOptions.TrimEntries)))
                body = Decompress(body, encoding, maxSize);
        }

        return body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
    }

    /// <summary>
    /// Whether the encoding is one that cannot be undone here. Some clients put a character set there, so that only a body
    /// that cannot be read is held against it.
    /// </summary>
    public static bool IsUnknown(string? encoding) =>
        !string.IsNullOrEmpty(encoding)
        && encoding
            .Split(',', StringSplitOptions.TrimEntries)
            .Any(one =>
                one.ToLowerInvariant() is not ("gzip" or "x-gzip" or "deflate" or "br" or "identity" or "utf-8")
            );

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> body, string encoding, int maxSize)
    {
        using var compressed = new MemoryStream(body.ToArray(), writable: false);
        using Stream? stream = encoding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(compressed, CompressionMode.Decompress),
            "br" => new BrotliStream(compressed, CompressionMode.Decompress),
            "deflate" when IsZlib(body.Span) => new ZLibStream(compressed, CompressionMode.Decompress),
            "deflate" => new DeflateStream(compressed, CompressionMode.Decompress),
            _ => null,
        };
        return stream is null ? body : ReadAll(stream, encoding, maxSize);
    }

    // "deflate" means zlib (RFC 1950), but some clients send the bare data (RFC 1951).
    private static bool IsZlib(ReadOnlySpan<byte> body) =>
        body.Length >= 2 && (body[0] & 0x0F) == 8 && ((body[0] << 8) + body[1]) % 31 == 0;

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string encoding, int maxSize)
    {
        var content = new ArrayBufferWriter<byte>();
        while (Read(stream, content.GetSpan(ChunkSize)[..ChunkSize], encoding) is > 0 and var count)
        {
            content.Advance(count);
            if (content.WrittenCount > maxSize)
            {
                throw new InvalidDataException(
                    $"The body ({encoding}) is over {maxSize} bytes when decompressed; the limit is "
                        + "PulseOptions.MaxDecompressedSize."
                );
            }
        }

        return content.WrittenMemory;
    }

    private static int Read(Stream stream, Span<byte> buffer, string encoding)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            throw new InvalidDataException($"The body is not valid {encoding}: {exception.Message}", exception);
        }
    }
}
