using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>Schemas that went all the way: generated, compiled as strictly as can be, loaded, ready to read JSON.</summary>
internal sealed class TypedSchemas
{
    private readonly Assembly _assembly;

    private TypedSchemas(GeneratorRunResult result, Assembly assembly)
    {
        Result = result;
        _assembly = assembly;
    }

    public GeneratorRunResult Result { get; }

    public ImmutableArray<Diagnostic> Reported => Result.Diagnostics;

    /// <summary>Compiles schemas, each as the message of one exchange: <c>/schemas/test/v1/s0.json</c> and so on.</summary>
    /// <param name="schemas">The schemas, without an <c>$id</c> of their own.</param>
    /// <param name="others">More documents that these refer to, by file name (<c>other.json</c>).</param>
    public static TypedSchemas Compile(IReadOnlyList<string> schemas, params (string Name, string Json)[] others)
    {
        return Compile(
            [.. schemas.Select((_, number) => $"v1/s{number}")],
            [
                .. schemas.Select((schema, number) => new ReferenceText($"schemas/test/v1/s{number}.json", schema)),
                .. others.Select(other => new ReferenceText($"schemas/test/v1/{other.Name}", other.Json)),
            ]
        );
    }

    /// <summary>Compiles schemas, each as the message of one exchange, given by their URIs.</summary>
    public static TypedSchemas Compile(
        IReadOnlyList<string> messages,
        IEnumerable<AdditionalText> schemas,
        string arguments = ""
    )
    {
        var entries = messages.Select(
            (uri, number) =>
                $$"""
                    { "type": "topic-exchange", "exchange": "e{{number}}", "name": "event{{number}}", "title": "T", "description": "D", "routingKey": [], "schema": {{JsonSerializer.Serialize(
                        uri
                    )}} }
                    """
        );
        IEnumerable<AdditionalText> files =
        [
            new ReferenceText(
                "exchanges.json",
                $$"""
                { "$schema": "/schemas/common/exchanges-reference-v0.json#", "serviceName": "test", "apiVersion": "v1", "title": "T", "description": "D", "exchangePrefix": "exchange/test/", "entries": [{{string.Join(
                    ",",
                    entries
                )}}] }
                """
            ),
            .. schemas,
        ];

        var compilation = Consumer.Compilation(
            $"[Pulse.PulseExchanges(\"test\"{arguments})] internal static partial class Events;",
            LanguageVersion.CSharp12,
            "net10.0"
        );
        var driver = CSharpGeneratorDriver.Create(
            [new PulseGenerator().AsSourceGenerator()],
            files,
            Consumer.Parsing(LanguageVersion.CSharp12),
            new ReferenceOptions()
        );
        var result = driver
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out _)
            .GetRunResult()
            .Results.Single();
        Assert.Null(result.Exception);

        using var image = new MemoryStream();
        var emitted = output.Emit(image);
        Assert.True(
            emitted.Success,
            string.Join("\n", emitted.Diagnostics.Take(5))
                + "\n"
                + string.Join("\n", files.Skip(1).Take(3).Select(file => file.GetText()))
        );
        image.Position = 0;
        return new(result, new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image));
    }

    /// <summary>One schema.</summary>
    public static TypedSchemas Compile(string schema, params (string Name, string Json)[] others) =>
        Compile([schema], others);

    /// <summary>The C# type of a message.</summary>
    public Type Type(int number = 0) =>
        Binding(number).GetType().GetMethod("ReadPayload", [typeof(ReadOnlySpan<byte>)])!.ReturnType;

    /// <summary>A generated type, by its name.</summary>
    public Type Type(string name) => _assembly.GetType("Events+" + name, throwOnError: true)!;

    public object? Read(string json, int number = 0) => Binding(number).ReadPayload(Encoding.UTF8.GetBytes(json));

    public string Write(object? value, int number = 0) => JsonSerializer.Serialize(value, Type(number));

    /// <summary>What was emitted for a type.</summary>
    public string Source(string type) =>
        Result.GeneratedSources.Single(source => source.HintName == $"Events.{type}.g.cs").SourceText.ToString();

    private IBinding Binding(int number) => (IBinding)Activator.CreateInstance(Type($"Event{number}"))!;
}
