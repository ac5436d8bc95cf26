using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Finds the path to a token, in the form that System.Text.Json uses: <c>$.status.runs[0].state</c>.</summary>
internal static class JsonPath
{
    private static readonly SearchValues<char> NeedsBrackets = SearchValues.Create(
        " .'/\"[]()\t\n\r\f\b\\\u0085\u2028\u2029"
    );

    /// <summary>Returns the path of the token that starts at an offset.</summary>
    public static string To(ReadOnlySpan<byte> json, JsonReaderOptions options, long tokenStart)
    {
        var reader = new Utf8JsonReader(json, options);
        var steps = new Stack<Step>();
        try
        {
            Walk(ref reader, tokenStart, steps);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The JSON ends or is malformed here, or a name is not valid UTF-8. The steps so far are the path.
        }

        var path = new StringBuilder("$");
        foreach (var step in steps.Reverse())
            step.AppendTo(path);
        return path.ToString();
    }

    /// <summary>Appends a property.</summary>
    public static void Append(StringBuilder path, string property)
    {
        if (property.AsSpan().ContainsAny(NeedsBrackets))
            path.Append("['").Append(property).Append("']");
        else
            path.Append('.').Append(property);
    }

    private static void Walk(ref Utf8JsonReader reader, long tokenStart, Stack<Step> steps)
    {
        while (reader.Read())
        {
            var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (isEnd)
                steps.TryPop(out _);
            else if (reader.TokenType != JsonTokenType.PropertyName && steps.TryPeek(out var array) && array.IsArray)
                array.Index++;

            if (reader.TokenStartIndex >= tokenStart)
                return;

            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    steps.Push(new Step());
                    break;
                case JsonTokenType.StartArray:
                    steps.Push(new Step { IsArray = true });
                    break;
                case JsonTokenType.PropertyName:
                    steps.Peek().Property = reader.GetString();
                    break;
            }
        }
    }

    private sealed class Step
    {
        public bool IsArray { get; init; }

        public int Index { get; set; } = -1;

        public string? Property { get; set; }

        public void AppendTo(StringBuilder path)
        {
            if (Index >= 0)
                path.Append(CultureInfo.InvariantCulture, $"[{Index}]");
            else if (Property is not null)
                Append(path, Property);
        }
    }
}
