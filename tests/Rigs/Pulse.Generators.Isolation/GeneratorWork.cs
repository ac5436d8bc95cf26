using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pulse.Generators.Isolation;

/// <summary>Runs the generator over a service whose message refers to all sorts of places, with every keyword that does.</summary>
internal static class GeneratorWork
{
    private static readonly CSharpCompilation Compilation = CSharpCompilation.Create(
        "Consumer",
        [
            CSharpSyntaxTree.ParseText(
                """
                namespace Pulse { public sealed class PulseExchangesAttribute(string service) : System.Attribute; }
                [Pulse.PulseExchanges("test")] public static partial class Events;
                """
            ),
        ],
        [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]
    );

    public static void Run(IReadOnlyList<string> references)
    {
        var result = CSharpGeneratorDriver
            .Create(
                [new PulseGenerator().AsSourceGenerator()],
                [
                    new ReferenceText("exchanges.json", Reference(references)),
                    new ReferenceText("schemas/test/v1/message.json", Schema(references)),
                ],
                optionsProvider: new ReferenceOptions()
            )
            .RunGenerators(Compilation)
            .GetRunResult()
            .Results.Single();
        // Each leads nowhere, and that was found out without looking.
        var reported = result.Diagnostics.Count(diagnostic => diagnostic.Id == "PULSE007");
        if (result.Exception is not null || reported < references.Count || result.GeneratedSources.Length == 0)
            throw new InvalidOperationException(
                $"{reported} of {references.Count} reported. {result.Exception} {string.Join("\n", result.Diagnostics)}"
            );
    }

    private static string Reference(IReadOnlyList<string> references)
    {
        var entries = references
            .Prepend("v1/message.json")
            .Select(
                (schema, number) =>
                    $$"""{ "name": "entry{{number}}", "exchange": "e", "routingKey": [], "schema": "{{schema}}" }"""
            );
        return $$"""{ "$schema": "{{references[0]}}exchanges-reference", "serviceName": "test", "apiVersion": "v1", "exchangePrefix": "e/", "entries": [{{string.Join(", ", entries)}}] }""";
    }

    private static string Schema(IReadOnlyList<string> references)
    {
        var properties = references.Select(
            (reference, number) =>
                $$"""
                    "ref{{number}}": { "$ref": "{{reference}}" },
                    "dynamic{{number}}": { "$dynamicRef": "{{reference}}" },
                    "all{{number}}": { "allOf": [{ "$ref": "{{reference}}" }, { "type": "object" }] },
                    "id{{number}}": { "$id": "{{reference}}", "properties": { "a": { "$ref": "other.json" } } }
                    """
        );
        return $$"""{ "$schema": "{{references[0]}}", "type": "object", "properties": { {{string.Join(", ", properties)}} } }""";
    }
}
