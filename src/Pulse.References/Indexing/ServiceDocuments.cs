using Pulse.References.Collections;
using Pulse.References.Diagnostics;
using Pulse.References.Scanning;

namespace Pulse.References.Indexing;

/// <summary>
/// Everything that one service's code depends on: its reference and the schemas that it reaches; or
/// why there is none. Equal for as long as none of these documents changes.
/// </summary>
internal sealed record ServiceDocuments(EquatableArray<ReferenceDocument> Documents, InputDiagnostic? Error)
{
    public ReferenceDocument Reference => Documents[0];

    public IEnumerable<ReferenceDocument> Schemas => Documents.Skip(1);

    /// <summary>Finds the documents of the service that an attribute names.</summary>
    public static ServiceDocuments Find(DocumentIndex index, string service)
    {
        var found = index.References.Where(document => document.Service!.Matches(service)).ToList();
        return found.Count switch
        {
            1 => new(index.ClosureOf(found[0]).ToEquatableArray(), null),
            0 => Failed(
                index.IsEmpty
                    ? InputDiagnostic.AtClass(DiagnosticRule.NoReferences, service)
                    : InputDiagnostic.AtClass(DiagnosticRule.UnknownService, service, Known(index, service))
            ),
            _ => Failed(InputDiagnostic.AtClass(DiagnosticRule.AmbiguousService, service, Ambiguity(found))),
        };
    }

    private static ServiceDocuments Failed(InputDiagnostic error) => new(default, error);

    private static string Ambiguity(List<ReferenceDocument> found) =>
        found.Select(reference => reference.Service).Distinct().Count() == found.Count
            ? Join(found, " or ") + ": say which one"
            : $"several files: {string.Join(", ", found.Select(reference => reference.Path))}; name only one of them as PulseReference";

    private static string Known(DocumentIndex index, string service)
    {
        var names = index.References.SelectMany(reference =>
            new[] { reference.Service!.ToString(), reference.Service.Name }
        );
        if (SpellingSuggestion.For(service, names) is { Length: > 0 } suggestion)
            return suggestion;
        if (index.References.Count > 0)
            return $"; there are {Join(index.References, ", ")}";
        return index.Broken.Count > 0
            ? $"; {string.Join(", ", index.Broken)} could not be read"
            : "; none of the files is an exchange reference (a JSON object with 'serviceName', 'entries' and 'exchangePrefix')";
    }

    private static string Join(IEnumerable<ReferenceDocument> references, string separator) =>
        string.Join(
            separator,
            references
                .Select(reference => $"'{reference.Service}'")
                .Distinct()
                .OrderBy(name => name, StringComparer.Ordinal)
        );
}
