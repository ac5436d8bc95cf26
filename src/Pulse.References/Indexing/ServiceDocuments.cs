using Pulse.References.Collections;
using Pulse.References.Diagnostics;
using Pulse.References.Scanning;

namespace Pulse.References.Indexing;

/// <summary>
/// Everything that the code of one service depends on, or the reason why there is nothing. Equal as long as none of
/// these documents changes.
/// </summary>
internal abstract record ServiceDocuments
{
    /// <summary>A service's reference, the schemas that it reaches, and files that probably hold those which are missing.</summary>
    public sealed record Found(
        ReferenceDocument Reference,
        EquatableArray<SchemaDocument> Schemas,
        EquatableArray<MisplacedSchema> Misplaced
    ) : ServiceDocuments;

    /// <summary>No reference, or more than one, describes the service.</summary>
    public sealed record NotFound(InputDiagnostic Error) : ServiceDocuments;

    /// <summary>Finds the documents of the service that an attribute names.</summary>
    public static ServiceDocuments Find(DocumentIndex index, string service)
    {
        var found = index.References.Where(reference => reference.Service.Matches(service)).ToList();
        return found.Count switch
        {
            1 => Of(index, found[0]),
            0 => new NotFound(
                index.IsEmpty
                    ? InputDiagnostic.AtClass(DiagnosticRule.NoReferences, service)
                    : InputDiagnostic.AtClass(DiagnosticRule.UnknownService, service, Known(index, service))
            ),
            _ => new NotFound(InputDiagnostic.AtClass(DiagnosticRule.AmbiguousService, service, Ambiguity(found))),
        };
    }

    private static Found Of(DocumentIndex index, ReferenceDocument reference)
    {
        var schemas = index.SchemasOf(reference).ToEquatableArray();
        return new(reference, schemas, index.MisplacedFor(reference, schemas).ToEquatableArray());
    }

    private static string Ambiguity(List<ReferenceDocument> found) =>
        found.Select(reference => reference.Service).Distinct().Count() == found.Count
            ? Join(found, " or ") + "; add the version"
            : $"several files: {string.Join(", ", found.Select(reference => reference.Path))}; list only one of them as PulseReference";

    private static string Known(DocumentIndex index, string service)
    {
        var names = index.References.SelectMany(reference =>
            new[] { reference.Service.ToString(), reference.Service.Name }
        );
        if (SpellingSuggestion.For(service, names) is { Length: > 0 } suggestion)
            return suggestion;
        if (index.References.Count > 0)
            return $"; the files describe {Join(index.References, ", ")}";
        return index.BrokenFiles.Count > 0
            ? $"; {string.Join(", ", index.BrokenFiles)} could not be read"
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
