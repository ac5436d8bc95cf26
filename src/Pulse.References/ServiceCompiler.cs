using Newtonsoft.Json.Linq;
using NJsonSchema;
using Pulse.References.Diagnostics;
using Pulse.References.Parsing;
using Pulse.References.Resolving;
using Pulse.References.Specs;

namespace Pulse.References;

/// <summary>The engine's one sentence: a service's files in, its spec and what is wrong with them out.</summary>
internal static class ServiceCompiler
{
    /// <param name="files">The service's files.</param>
    /// <param name="className">The class that everything will be nested in.</param>
    /// <param name="exchangePrefix">What takes the place of the reference's own prefix; null for none.</param>
    public static CompiledService Compile(ServiceFiles files, string className, string? exchangePrefix = null)
    {
        if (files.Error is { } error)
            return CompiledService.Failed(error);

        var diagnostics = new List<ReferenceDiagnostic>();
        var reference = new ReferenceParser(files.Reference, diagnostics).Parse();
        if (exchangePrefix is not null)
            reference = reference with { ExchangePrefix = exchangePrefix };

        var documents = files.Schemas.ToDictionary(file => file.SchemaId!, file => JsonText.Parse(file.Text));
        var checker = new ReferenceChecker(documents, diagnostics);
        foreach (var file in files.Schemas)
            checker.Check(file);

        var resolver = new SchemaResolver(documents);
        var messages = new Dictionary<ExchangeEntry, JsonSchema>();
        foreach (var entry in reference.Entries)
        {
            if (Message(entry, documents, resolver, diagnostics) is { } message)
                messages.Add(entry, message);
        }

        var spec = new SpecBuilder(reference, messages, resolver.Read, className).Build();
        return new(spec, diagnostics.ToEquatableArray());
    }

    private static JsonSchema? Message(
        ExchangeEntry entry,
        Dictionary<string, JToken> documents,
        SchemaResolver resolver,
        List<ReferenceDiagnostic> diagnostics)
    {
        var id = SchemaUri.Display(entry.SchemaUri);
        if (!documents.ContainsKey(entry.SchemaUri))
        {
            diagnostics.Add(ReferenceDiagnostic.At(entry.SchemaPosition, DiagnosticRule.UnknownSchema, id, $", which the entry '{entry.Name}' names"));
            return null;
        }

        try
        {
            return resolver.Resolve(entry.SchemaUri);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            diagnostics.Add(ReferenceDiagnostic.At(entry.SchemaPosition, DiagnosticRule.UnreadableSchema, id, cause.GetBaseException().Message));
            return null;
        }
    }
}

/// <summary>A service's spec, unless nothing can be emitted, and what is wrong with its files.</summary>
internal sealed record CompiledService(ServiceSpec? Spec, EquatableArray<ReferenceDiagnostic> Diagnostics)
{
    public static CompiledService Failed(ReferenceDiagnostic error) => new(null, new([error]));
}
