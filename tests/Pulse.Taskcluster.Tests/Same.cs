using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Pulse.Taskcluster.Tests;

/// <summary>Compares a typed message with its JSON, property by property, without a line of generated code.</summary>
internal static class Same
{
    public static void Assert(JsonElement json, object? value, string path = "$")
    {
        switch (value)
        {
            case null:
                Xunit.Assert.Fail($"{path} is null, expected {json}");
                break;
            case JsonElement element:
                Xunit.Assert.True(JsonElement.DeepEquals(json, element), path);
                break;
            case string text:
                Xunit.Assert.Equal(json.GetString(), text);
                break;
            case bool boolean:
                Xunit.Assert.Equal(json.GetBoolean(), boolean);
                break;
            case int or long or double:
                Xunit.Assert.Equal(json.GetDouble(), Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                Xunit.Assert.Equal(DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture), time);
                break;
            case IReadOnlyDictionary<string, string> map:
                Xunit.Assert.Equal(
                    json.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!),
                    map
                );
                break;
            case IEnumerable list:
                var items = list.Cast<object>().ToList();
                Xunit.Assert.Equal(json.GetArrayLength(), items.Count);
                for (var i = 0; i < items.Count; i++)
                    Assert(json[i], items[i], $"{path}[{i}]");
                break;
            case ValueType openEnum:
                Xunit.Assert.Equal(json.GetString(), openEnum.GetType().GetProperty("Text")!.GetValue(openEnum));
                Xunit.Assert.Equal(
                    json.GetString() != LaterVersion.UnknownText,
                    openEnum.GetType().GetProperty("IsKnown")!.GetValue(openEnum)
                );
                break;
            default:
                AssertRecord(json, value, path);
                break;
        }
    }

    /// <summary>The name of the property that a field is read into.</summary>
    public static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static void AssertRecord(JsonElement json, object record, string path)
    {
        var left = record.GetType().GetProperties().ToDictionary(property => property.Name);
        foreach (var property in json.EnumerateObject())
        {
            Xunit.Assert.True(left.Remove(Pascal(property.Name), out var typed), $"{path}.{property.Name}");
            Assert(property.Value, typed!.GetValue(record), $"{path}.{property.Name}");
        }

        foreach (var absent in left.Values)
            Xunit.Assert.True(
                absent.GetValue(record) is null,
                $"{path} has a {absent.Name} that is not in the message"
            );
    }
}
