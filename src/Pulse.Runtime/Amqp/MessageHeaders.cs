using System.Collections;
using RabbitMQ.Client;

namespace Pulse;

/// <summary>
/// Maps headers of the application to values that the client can send, and refuses others: the client would fail half way.
/// </summary>
internal static class MessageHeaders
{
    // The same as when they are read; it also ends a table that contains itself.
    private const int MaxDepth = 128;

    /// <exception cref="ArgumentException">A name or a value cannot be sent.</exception>
    public static Dictionary<string, object?> Map(IReadOnlyDictionary<string, object?> headers, int depth = 0)
    {
        var mapped = new Dictionary<string, object?>(headers.Count);
        foreach (var (name, value) in headers)
        {
            ShortString.Check(name, "A header's name", nameof(headers));
            mapped.Add(name, Map(name, value, depth));
        }

        return mapped;
    }

    private static object? Map(string name, object? value, int depth)
    {
        switch (value)
        {
            case null or string or bool or int or long or double or byte[]:
            case byte or sbyte or short or ushort or uint or float:
            case AmqpTimestamp or BinaryTableValue:
                return value;
            case ulong number when number <= long.MaxValue:
                return (long)number;
            case decimal number when FitsDecimal(number):
                return number;
            case DateTimeOffset time:
                return new AmqpTimestamp(time.ToUnixTimeSeconds());
            case IReadOnlyDictionary<string, object?> table when depth < MaxDepth:
                return Map(table, depth + 1);
            case IDictionary<string, object?> table when depth < MaxDepth:
                return Map(table.ToDictionary(), depth + 1);
            case IDictionary table when depth < MaxDepth && table.Keys.Cast<object>().All(key => key is string):
                return Map(table.Keys.Cast<string>().ToDictionary(key => key, object? (key) => table[key]), depth + 1);
            case IEnumerable list when depth < MaxDepth && value is not IDictionary:
                return list.Cast<object?>().Select(item => Map(name, item, depth + 1)).ToList();
            default:
                throw new ArgumentException(
                    $"The header '{name}' holds {Described(value, depth)}, which AMQP has no type for. Headers are strings, numbers, "
                        + "booleans, null, byte arrays, DateTimeOffset, lists and string-keyed dictionaries."
                );
        }
    }

    // AMQP's decimal (0-9-1, 4.2.5.1) has 32 bits, of which RabbitMQ.Client uses 31.
    private static bool FitsDecimal(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        return bits[0] >= 0 && bits[1] == 0 && bits[2] == 0;
    }

    private static string Described(object value, int depth) =>
        depth >= MaxDepth ? $"tables or lists nested {MaxDepth} deep"
        : value is ulong or decimal ? $"the {value.GetType().Name} {value}"
        : $"a {value.GetType().Name}";
}
