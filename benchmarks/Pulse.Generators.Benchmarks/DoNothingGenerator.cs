using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Benchmarks;

/// <summary>The cost of any generator.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DoNothingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) { }
}

/// <summary>The cost of any generator that looks for classes with an attribute.</summary>
public sealed class LookForAttributeGenerator(string attribute) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (_, _) => 0),
            static (_, _) => { }
        );
}
