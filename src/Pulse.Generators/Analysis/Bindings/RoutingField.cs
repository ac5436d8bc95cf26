using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Analysis.Bindings;

/// <summary>A field of a routing key, as the attribute on its property describes it.</summary>
internal sealed class RoutingField
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);

    private readonly string? _pattern;
    private readonly Lazy<Regex?> _regex;
    private readonly int _maxLength;
    private readonly IReadOnlyList<string> _values;

    private RoutingField(string property, int position, string name, Dictionary<string, TypedConstant> details)
    {
        Property = property;
        Position = position;
        Name = name;
        Constant = Text("Constant");
        IsRequired = IsSet("Required");
        HasMultipleWords = IsSet("MultipleWords");
        _pattern = Text("Pattern");
        _regex = new(() => Compile(_pattern));
        _maxLength = details.TryGetValue("MaxLength", out var length) && length.Value is int max ? max : -1;
        _values =
            details.TryGetValue("Values", out var values) && values is { Kind: TypedConstantKind.Array, IsNull: false }
                ? [.. values.Values.Select(value => value.Value).OfType<string>()]
                : [];

        string? Text(string detail) => details.TryGetValue(detail, out var value) ? value.Value as string : null;
        bool IsSet(string detail) => details.TryGetValue(detail, out var value) && value.Value is true;
    }

    /// <summary>The property's name.</summary>
    public string Property { get; }

    public int Position { get; }

    /// <summary>The name in the reference.</summary>
    public string Name { get; }

    public string? Constant { get; }

    public bool IsRequired { get; }

    public bool HasMultipleWords { get; }

    /// <summary>The wildcard for a field that is not set.</summary>
    public string Open => HasMultipleWords ? "#" : "*";

    public static RoutingField? Of(IPropertySymbol property, INamedTypeSymbol routingWord) =>
        PulseTypes.Find(property, routingWord) is { ConstructorArguments.Length: 2 } data
        && data.ConstructorArguments[0].Value is int at
        && data.ConstructorArguments[1].Value is string name
            ? new(property.Name, at, name, data.NamedArguments.ToDictionary(pair => pair.Key, pair => pair.Value))
            : null;

    /// <summary>The reason why a string is not a value of this field; null if it is one.</summary>
    public string? WhyNot(string value) => HasMultipleWords ? WordText.WhyNotWords(value) : WordText.WhyNotWord(value);

    /// <summary>The reason why no message can have the value, by its schema; null if a message may have it.</summary>
    public string? WhyExcluded(string value)
    {
        if ((value == "_" && !IsRequired) || value.Split('.').Any(word => word is "*" or "#"))
            return null;
        if (_values.Count > 0 && !_values.Contains(value))
            return $"its schema lists only {string.Join(", ", _values.Select(known => $"'{known}'"))}";
        if (_maxLength >= 0 && Length(value) > _maxLength)
            return $"its schema allows at most {_maxLength} characters";
        return _regex.Value is { } regex && !Matches(regex, value) ? $"its schema requires the form {_pattern}" : null;
    }

    // JSON Schema counts characters, not UTF-16 units.
    private static int Length(string text) => text.Count(unit => !char.IsLowSurrogate(unit));

    private static bool Matches(Regex regex, string value)
    {
        try
        {
            return regex.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return true; // Not known in reasonable time, so not reported.
        }
    }

    private static Regex? Compile(string? pattern)
    {
        try
        {
            return pattern is null ? null : new(pattern, RegexOptions.ECMAScript, MatchTimeout);
        }
        catch (ArgumentException)
        {
            return null; // A pattern that .NET cannot parse is not checked.
        }
    }
}
