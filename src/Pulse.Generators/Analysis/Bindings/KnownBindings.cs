using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Analysis.Bindings;

/// <summary>
/// The bindings that a compilation can see, its own and those of the assemblies that it references. Everything about them
/// comes from their attributes, so it works without input files.
/// </summary>
internal sealed class KnownBindings
{
    private readonly Compilation _compilation;
    private readonly PulseTypes _types;
    private readonly ConcurrentDictionary<INamedTypeSymbol, BindingShape?> _shapes = new(
        SymbolEqualityComparer.Default
    );
    private readonly ConcurrentDictionary<INamedTypeSymbol, BindingShape?> _keys = new(SymbolEqualityComparer.Default);
    private readonly Func<INamedTypeSymbol, BindingShape?> _readShape; // Allocated once, not at each look-up.
    private readonly Func<INamedTypeSymbol, BindingShape?> _readKey;
    private readonly ConcurrentDictionary<IAssemblySymbol, bool> _users = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ILookup<string, BindingShape>> _byExchange;

    public KnownBindings(Compilation compilation, PulseTypes types)
    {
        _compilation = compilation;
        _types = types;
        _readShape = type => BindingShape.Of(type, types);
        _readKey = type =>
            Of(PulseTypes.Find(type, types.RoutingKeyOf)?.ConstructorArguments.FirstOrDefault().Value as ITypeSymbol);
        _byExchange = new(() => All().ToLookup(shape => shape.Exchange, StringComparer.Ordinal));
    }

    public IEnumerable<string> Exchanges => _byExchange.Value.Select(group => group.Key);

    /// <summary>The shape of a binding type; null for any other type.</summary>
    public BindingShape? Of(ITypeSymbol? type) => Find(type, _shapes, _readShape);

    /// <summary>The shape of the binding whose routing keys have this type; null for any other type.</summary>
    public BindingShape? OfKey(ITypeSymbol? type) => Find(type, _keys, _readKey);

    /// <summary>The bindings of an exchange; more than one if several classes use one reference.</summary>
    public IEnumerable<BindingShape> On(string exchange) => _byExchange.Value[exchange];

    public bool IsExchange(string name) => _byExchange.Value.Contains(name);

    /// <summary>Whether a symbol's assembly references the runtime; asked for every method call.</summary>
    public bool MayUsePulse(ISymbol symbol) =>
        symbol.ContainingAssembly is { } assembly && _users.GetOrAdd(assembly, _types.MayUse);

    private BindingShape? Find(
        ITypeSymbol? type,
        ConcurrentDictionary<INamedTypeSymbol, BindingShape?> known,
        Func<INamedTypeSymbol, BindingShape?> read
    ) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: true, Arity: 0 } named && MayUsePulse(named)
            ? known.GetOrAdd(named, read)
            : null;

    private IEnumerable<BindingShape> All()
    {
        IEnumerable<IAssemblySymbol> assemblies =
        [
            _compilation.Assembly,
            .. _compilation.SourceModule.ReferencedAssemblySymbols.Where(assembly => _types.MayUse(assembly)),
        ];
        return assemblies
            .SelectMany(assembly => assembly.GetAttributes())
            .Where(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, _types.PulseBindings))
            .SelectMany(data => data.ConstructorArguments)
            .Where(argument => argument is { Kind: TypedConstantKind.Array, IsNull: false })
            .SelectMany(argument => argument.Values)
            .Select(value => Of(value.Value as ITypeSymbol))
            .OfType<BindingShape>();
    }
}
