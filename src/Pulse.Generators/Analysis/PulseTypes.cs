using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Analysis;

/// <summary>The runtime's types that the analyzers look for, looked up once per compilation.</summary>
internal sealed class PulseTypes
{
    private PulseTypes(Compilation compilation, INamedTypeSymbol routingWord)
    {
        RoutingWord = routingWord;
        Runtime = routingWord.ContainingAssembly;
        TopicExchange = compilation.GetTypeByMetadataName("Pulse.TopicExchangeAttribute");
        PulseBindings = compilation.GetTypeByMetadataName("Pulse.PulseBindingsAttribute");
        ExchangeName = compilation.GetTypeByMetadataName("Pulse.ExchangeNameAttribute");
        RoutingPattern = compilation.GetTypeByMetadataName("Pulse.RoutingPatternAttribute");
        RoutingKey = compilation.GetTypeByMetadataName("Pulse.RoutingKeyAttribute");
        RoutingKeyOf = compilation.GetTypeByMetadataName("Pulse.RoutingKeyOfAttribute");
        QueueBuilder = compilation.GetTypeByMetadataName("Pulse.PulseQueueBuilder");
        Connection = compilation.GetTypeByMetadataName("Pulse.PulseConnection");
        Publisher = compilation.GetTypeByMetadataName("Pulse.PulsePublisher");
        Delivery = compilation.GetTypeByMetadataName("Pulse.Delivery");
        Payload = compilation.GetTypeByMetadataName("Pulse.Decoding.IPayload`1");
    }

    public IAssemblySymbol Runtime { get; }

    public INamedTypeSymbol RoutingWord { get; }

    public INamedTypeSymbol? TopicExchange { get; }

    public INamedTypeSymbol? PulseBindings { get; }

    public INamedTypeSymbol? ExchangeName { get; }

    public INamedTypeSymbol? RoutingPattern { get; }

    public INamedTypeSymbol? RoutingKey { get; }

    public INamedTypeSymbol? RoutingKeyOf { get; }

    public INamedTypeSymbol? QueueBuilder { get; }

    public INamedTypeSymbol? Connection { get; }

    public INamedTypeSymbol? Publisher { get; }

    public INamedTypeSymbol? Delivery { get; }

    public INamedTypeSymbol? Payload { get; }

    /// <summary>The types; null for a compilation that does not reference the runtime, or is the runtime itself.</summary>
    public static PulseTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Pulse.RoutingWordAttribute") is { } routingWord
        && !routingWord.ContainingAssembly.Equals(compilation.Assembly, SymbolEqualityComparer.Default)
            ? new(compilation, routingWord)
            : null;

    public static AttributeData? Find(ISymbol symbol, INamedTypeSymbol? attribute) =>
        attribute is null
            ? null
            : symbol
                .GetAttributes()
                .FirstOrDefault(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute));

    /// <summary>Whether a method belongs to the runtime.</summary>
    public bool IsRuntimes(IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, Runtime);

    /// <summary>Whether an assembly references the runtime, so that its types may have the runtime's attributes.</summary>
    public bool MayUse(IAssemblySymbol? assembly) =>
        assembly is not null
        && (
            SymbolEqualityComparer.Default.Equals(assembly, Runtime)
            || assembly.Modules.Any(module => module.ReferencedAssemblies.Any(other => other.Name == Runtime.Name))
        );
}
