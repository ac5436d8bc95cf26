using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Parsing;

namespace Pulse.References.Resolving;

/// <summary>
/// Makes schemas safe to resolve: a <c>$ref</c> that leads nowhere is reported where it stands and
/// becomes "any value", so that the rest of the service still gets its types. NJsonSchema, which
/// follows the others, reports neither position nor more than the first.
/// </summary>
internal sealed class ReferenceChecker(IReadOnlyDictionary<string, JToken> documents, ICollection<ReferenceDiagnostic> diagnostics)
{
    public void Check(ReferenceFile file)
    {
        foreach (var reference in documents[file.SchemaId!].SelectTokens("$..['$ref']").OfType<JValue>().Where(IsReference).ToList())
        {
            var target = SchemaUri.Resolve(file.SchemaId!, (string)reference!);
            if (Exists(target))
                continue;
            diagnostics.Add(ReferenceDiagnostic.At(
                FilePosition.Of(file.Path, reference),
                DiagnosticRule.UnknownSchema,
                SchemaUri.Display(target),
                $", which '{SchemaUri.Display(file.SchemaId!)}' refers to"));
            reference.Parent!.Remove();
        }
    }

    private static bool IsReference(JValue value) => value.Type == JTokenType.String;

    private bool Exists(string target)
    {
        if (!documents.TryGetValue(SchemaUri.WithoutFragment(target), out var token))
            return false;
        var fragment = target.IndexOf('#');
        var pointer = fragment < 0 ? "" : target.Substring(fragment + 1);
        if (pointer.Length == 0)
            return true;
        if (pointer[0] != '/')
            return false;

        foreach (var segment in pointer.Substring(1).Split('/'))
        {
            // RFC 6901: a pointer in a URI fragment is percent-encoded; '~1' is '/', '~0' is '~'.
            var key = Uri.UnescapeDataString(segment).Replace("~1", "/").Replace("~0", "~");
            token = token switch
            {
                JObject owner => owner[key],
                JArray items when int.TryParse(key, out var index) && index >= 0 && index < items.Count => items[index],
                _ => null,
            };
            if (token is null)
                return false;
        }

        return true;
    }
}
