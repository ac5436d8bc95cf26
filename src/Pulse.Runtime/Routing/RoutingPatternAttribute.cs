namespace Pulse;

/// <summary>
/// Marks a parameter of your own that takes a routing-key pattern. The analyzers then check the arguments that callers
/// pass, as they do for <see cref="Binding.To"/>. If the parameter with <see cref="ExchangeNameAttribute"/> names an
/// exchange that has a generated binding, a pattern that can never match its keys does not compile.
/// </summary>
/// <remarks>The parameter must be a <see cref="string"/> or an array of strings.</remarks>
/// <example>
/// <code>
/// static IBinding Mirror([ExchangeName] string exchange, [RoutingPattern] string pattern) => Binding.To(exchange, pattern);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RoutingPatternAttribute : Attribute
{
    /// <summary>
    /// The prefix that the method adds to the argument to form the pattern, such as <c>route.</c>; empty if the
    /// argument is the whole pattern.
    /// </summary>
    public string Prefix { get; init; } = "";
}
