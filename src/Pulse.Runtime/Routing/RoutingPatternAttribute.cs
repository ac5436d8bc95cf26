namespace Pulse;

/// <summary>
/// On a parameter of yours that takes a routing-key pattern: has the analyzers check what callers pass, as they do
/// for <see cref="Binding.To"/>. Against an exchange that a generated binding knows, named by the parameter with
/// <see cref="ExchangeNameAttribute"/>, a pattern that can never match its keys does not compile.
/// </summary>
/// <remarks>The parameter is a <see cref="string"/>, or an array of them.</remarks>
/// <example>
/// <code>
/// static IBinding Mirror([ExchangeName] string exchange, [RoutingPattern] string pattern) => Binding.To(exchange, pattern);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RoutingPatternAttribute : Attribute
{
    /// <summary>
    /// What the method puts in front of the argument to make the whole pattern, such as <c>route.</c>;
    /// empty where the argument is the pattern.
    /// </summary>
    public string Prefix { get; init; } = "";
}
