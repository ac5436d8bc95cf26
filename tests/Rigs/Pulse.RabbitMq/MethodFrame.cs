using System.Buffers.Binary;

namespace Pulse.RabbitMq;

/// <summary>
/// Finds a method among bytes that a client sends. Its frame begins with 1, the channel (2 bytes) and the size (4), followed
/// by class and method (AMQP 0-9-1, 2.3.5). The client writes frames whole.
/// </summary>
internal static class MethodFrame
{
    private const int HeaderSize = 7;
    private const int MethodSize = 4;

    /// <summary>Where the next such method's arguments begin, at or after a position; negative if there is none.</summary>
    public static int Find(ReadOnlySpan<byte> sent, ushort classId, ushort methodId, int from = 0)
    {
        Span<byte> method = stackalloc byte[MethodSize];
        BinaryPrimitives.WriteUInt16BigEndian(method, classId);
        BinaryPrimitives.WriteUInt16BigEndian(method[2..], methodId);
        for (var at = from; at + HeaderSize + MethodSize <= sent.Length; at++)
        {
            if (sent[at] == 1 && sent.Slice(at + HeaderSize, MethodSize).SequenceEqual(method))
                return at + HeaderSize + MethodSize;
        }

        return -1;
    }

    /// <summary>
    /// Turns each passive declare of an exchange (40, 10) or a queue (50, 10) into an ordinary one: behind two reserved bytes
    /// and the names, the lowest bit says which.
    /// </summary>
    public static void ClearPassive(Span<byte> sent)
    {
        Clear(sent, 40, names: 2);
        Clear(sent, 50, names: 1);

        static void Clear(Span<byte> sent, ushort classId, int names)
        {
            for (var at = 0; (at = Find(sent, classId, 10, at)) >= 0; )
            {
                var bits = at + 2;
                for (var name = 0; name < names; name++)
                    bits += 1 + sent[bits];
                sent[bits] &= 0xFE;
            }
        }
    }
}
