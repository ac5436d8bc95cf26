using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Pulse.References.Json;

/// <summary>Parses JSON into a tree: dates remain strings, numbers keep their digits.</summary>
internal static class JsonTree
{
    private static readonly JsonLoadSettings Load = new()
    {
        LineInfoHandling = LineInfoHandling.Ignore,
        DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Replace,
    };

    public static JToken Parse(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Double,
            MaxDepth = null,
        };
        return JToken.Load(reader, Load);
    }
}
