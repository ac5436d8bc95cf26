using Pulse.References.Diagnostics;
using Pulse.References.Parsing;
using Pulse.References.Resolving;
using Pulse.References.Specs;

namespace Pulse.References;

/// <summary>The engine's one sentence: a service's documents in, its spec and what is wrong with them out.</summary>
internal static class ServiceCompiler
{
    /// <param name="documents">The service's documents.</param>
    /// <param name="className">The class that everything will be nested in.</param>
    /// <param name="exchangePrefix">What takes the place of the reference's own prefix; null for none.</param>
    public static CompiledService Compile(ServiceDocuments documents, string className, string? exchangePrefix = null)
    {
        if (documents.Error is { } error)
            return CompiledService.Failed(error);

        var diagnostics = new List<ReferenceDiagnostic>();
        try
        {
            return new(Build(documents, className, exchangePrefix, diagnostics), diagnostics.ToEquatableArray());
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            // An exception that left a generator would be a mere warning, and the class silently empty.
            diagnostics.Add(
                ReferenceDiagnostic.At(
                    documents.Reference.PositionOf(""),
                    DiagnosticRule.Unreadable,
                    documents.Reference.Service!.ToString(),
                    unexpected.Message
                )
            );
            return new(null, diagnostics.ToEquatableArray());
        }
    }

    private static ServiceSpec Build(
        ServiceDocuments documents,
        string className,
        string? exchangePrefix,
        List<ReferenceDiagnostic> diagnostics
    )
    {
        var reference = new ReferenceParser(documents.Reference, diagnostics).Parse();
        if (exchangePrefix is not null)
            reference = reference with { ExchangePrefix = exchangePrefix };

        var schemas = new SchemaDocuments(documents.Schemas);
        var merger = new SchemaMerger(schemas, diagnostics);
        var flattener = new SchemaFlattener(merger);
        var messages = new Dictionary<ExchangeEntry, int>();
        foreach (var entry in reference.Entries)
        {
            merger.NeededBy = $"the message of the entry '{entry.Name}'";
            if (schemas.Find(entry.SchemaUri) is { } message)
                messages.Add(entry, flattener.Add(message));
            else
                diagnostics.Add(MissingSchema(documents.Reference, entry, schemas));
        }

        var model = new SchemaModel(flattener.Schemas, SchemaReader.Read(flattener.Schemas), flattener.Labels);
        return new SpecBuilder(reference, messages, model, className).Build();
    }

    private static ReferenceDiagnostic MissingSchema(
        ReferenceDocument reference,
        ExchangeEntry entry,
        SchemaDocuments schemas
    ) =>
        ReferenceDiagnostic.At(
            reference.PositionOf(entry.Pointer + "/schema"),
            DiagnosticRule.UnknownSchema,
            SchemaUri.Display(entry.SchemaUri),
            $"the entry '{entry.Name}'",
            schemas.Suggest(entry.SchemaUri)
        );
}

/// <summary>A service's spec, unless nothing can be emitted, and what is wrong with its documents.</summary>
internal sealed record CompiledService(ServiceSpec? Spec, EquatableArray<ReferenceDiagnostic> Diagnostics)
{
    public static CompiledService Failed(ReferenceDiagnostic error) => new(null, new([error]));
}
