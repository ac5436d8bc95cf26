using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Pulse.References.Parsing;

/// <summary>How this library reads JSON: dates stay text, positions are kept.</summary>
internal static class JsonText
{
    private static readonly JsonLoadSettings Load = new()
    {
        LineInfoHandling = LineInfoHandling.Load,
        CommentHandling = CommentHandling.Ignore,
        DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Replace,
    };

    public static JsonTextReader Reader(string text) => new(new StringReader(text))
    {
        DateParseHandling = DateParseHandling.None,
        MaxDepth = 2048,
    };

    public static JToken Parse(string text)
    {
        using var reader = Reader(text);
        return JToken.Load(reader, Load);
    }
}
