using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Analysis.Bindings;

/// <summary>The open enums that a compilation uses, and the strings of their known values.</summary>
internal sealed class OpenEnums(PulseTypes types, KnownBindings bindings)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<string>?> _texts = new(
        SymbolEqualityComparer.Default
    );

    /// <summary>The known strings of an open enum, or of one that may be null; null for any other type.</summary>
    public IReadOnlyList<string>? TextsOf(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        return
            type is INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } named
            && bindings.MayUsePulse(named)
            ? _texts.GetOrAdd(named, Read)
            : null;
    }

    private IReadOnlyList<string>? Read(INamedTypeSymbol type)
    {
        var texts = type.GetTypeMembers("Texts").FirstOrDefault();
        var isGenerated = type.Interfaces.Any(one =>
            SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, types.Payload)
        );
        return texts is null || !isGenerated
            ? null
            :
            [
                .. texts
                    .GetMembers()
                    .OfType<IFieldSymbol>()
                    .Where(field => field.IsConst)
                    .Select(field => field.ConstantValue)
                    .OfType<string>(),
            ];
    }
}
