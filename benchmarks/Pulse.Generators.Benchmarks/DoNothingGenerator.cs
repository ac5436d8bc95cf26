using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Benchmarks;

/// <summary>What every generator costs, whatever it does.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DoNothingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) { }
}

/// <summary>What every generator costs that looks for classes with an attribute, whatever it does with them.</summary>
public sealed class LookForAttributeGenerator(string attribute) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (_, _) => 0),
            static (_, _) => { }
        );
}
