using Pulse.References.Collections;
using Pulse.References.Diagnostics;
using Pulse.References.Formats;
using Pulse.References.Formats.ExchangesReference;
using Pulse.References.Indexing;
using Pulse.References.Scanning;
using Pulse.References.Schemas;
using Pulse.References.Schemas.Flattening;
using Pulse.References.Schemas.Reading;
using Pulse.References.Specs;
using Pulse.References.Specs.Building;

namespace Pulse.References;

/// <summary>The whole engine but for emitting: the documents of a service in, its spec and their errors out.</summary>
internal static class ServiceCompiler
{
    /// <param name="documents">The service's documents.</param>
    /// <param name="className">The class that contains the generated types.</param>
    /// <param name="options">What the attribute on the class asks for.</param>
    public static CompiledService Compile(ServiceDocuments documents, string className, ServiceOptions? options = null)
    {
        options ??= ServiceOptions.Default;
        if (documents is not ServiceDocuments.Found found)
            return CompiledService.Failed(((ServiceDocuments.NotFound)documents).Error);

        var diagnostics = new List<InputDiagnostic>();
        try
        {
            return new(Build(found, className, options, diagnostics), diagnostics.ToEquatableArray());
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            // If an exception left the generator, the compiler would only warn, and the class would be empty.
            diagnostics.Add(
                InputDiagnostic.At(
                    found.Reference.PositionOf(""),
                    DiagnosticRule.Unreadable,
                    found.Reference.Service.ToString(),
                    unexpected.Message
                )
            );
            return new(null, diagnostics.ToEquatableArray());
        }
    }

    private static ServiceSpec Build(
        ServiceDocuments.Found documents,
        string className,
        ServiceOptions options,
        List<InputDiagnostic> diagnostics
    )
    {
        var reference = new ReferenceParser(documents.Reference, diagnostics).Parse();
        if (options.ExchangePrefix is { } prefix)
            reference = reference with { ExchangePrefix = prefix };

        var schemas = new SchemaDocuments(documents.Schemas, documents.Misplaced);
        var check = new SchemaCheck(diagnostics);
        var merger = new SchemaMerger(schemas, diagnostics, check);
        var owners = new CombinationOwners(schemas, merger);
        var flattener = new SchemaFlattener(merger, owners, options.DateTimesAsText, check);
        var messages = new Dictionary<ExchangeEntry, int>();
        foreach (var entry in reference.Entries)
        {
            merger.NeededBy = $"the message of the entry '{entry.Name}'";
            if (schemas.Find(entry.SchemaUri) is { } message)
                messages.Add(entry, flattener.Add(message));
            else
                diagnostics.Add(MissingSchema(documents.Reference, entry, schemas));
        }

        var model = new SchemaModel(
            flattener.Schemas,
            SchemaReader.Read(flattener.Schemas),
            new UnionLabels(schemas, flattener.Labels)
        );
        return new SpecBuilder(reference, messages, model, className).Build();
    }

    private static InputDiagnostic MissingSchema(
        ReferenceDocument reference,
        ExchangeEntry entry,
        SchemaDocuments schemas
    ) =>
        InputDiagnostic.At(
            reference.PositionOf(entry.Pointer + "/schema"),
            DiagnosticRule.UnknownSchema,
            SchemaUri.Display(entry.SchemaUri),
            $"the entry '{entry.Name}'",
            schemas.Suggest(entry.SchemaUri)
        );
}

/// <summary>What a class asks for beside the service.</summary>
/// <param name="ExchangePrefix">Replaces the prefix in the reference, unless null.</param>
/// <param name="DateTimesAsText">Whether date-times are strings.</param>
internal sealed record ServiceOptions(string? ExchangePrefix, bool DateTimesAsText)
{
    public static readonly ServiceOptions Default = new(null, false);
}

/// <summary>The spec of a service, or null if nothing can be emitted, and the errors in its documents.</summary>
internal sealed record CompiledService(ServiceSpec? Spec, EquatableArray<InputDiagnostic> Diagnostics)
{
    public static CompiledService Failed(InputDiagnostic error) => new(null, new([error]));
}
