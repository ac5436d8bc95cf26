using System.Globalization;

namespace Pulse.References.Json;

/// <summary>Finds the span of a value in a JSON text by its JSON pointer (RFC 6901).</summary>
internal static class JsonLocator
{
    /// <summary>
    /// The span of the value at a pointer, or of the property's name if <paramref name="ofName"/>. If there is no such
    /// value, the span of the nearest one around it. The span of an object or array is its first character.
    /// </summary>
    public static (int Start, int End) Find(string text, string pointer, bool ofName = false)
    {
        var scanner = new JsonScanner(text);
        scanner.Read();
        var found = Span(scanner);
        foreach (var segment in pointer.Split('/').Skip(1).Select(Unescape))
        {
            if (scanner.Kind == JsonTokenKind.StartObject)
            {
                if (!EnterProperty(scanner, segment, out var name))
                    return found;
                found = ofName ? name : Span(scanner);
            }
            else if (scanner.Kind == JsonTokenKind.StartArray)
            {
                if (!EnterItem(scanner, segment))
                    return found;
                found = Span(scanner);
            }
            else
            {
                return found;
            }
        }

        return found;
    }

    public static string Escape(string segment) => segment.Replace("~", "~0").Replace("/", "~1");

    public static string Unescape(string segment) => segment.Replace("~1", "/").Replace("~0", "~");

    private static (int, int) Span(JsonScanner scanner) => (scanner.Start, scanner.End);

    private static bool EnterProperty(JsonScanner scanner, string wanted, out (int, int) name)
    {
        name = default;
        while (scanner.Read() && scanner.Kind == JsonTokenKind.PropertyName)
        {
            if (scanner.TextEquals(wanted))
            {
                name = Span(scanner);
                return scanner.Read();
            }

            scanner.SkipValue();
        }

        return false;
    }

    private static bool EnterItem(JsonScanner scanner, string wanted)
    {
        if (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return false;
        for (; index > 0 && scanner.Kind != JsonTokenKind.EndArray; index--)
            scanner.SkipValue();
        return scanner.Kind != JsonTokenKind.EndArray && scanner.Read() && scanner.Kind != JsonTokenKind.EndArray;
    }
}
