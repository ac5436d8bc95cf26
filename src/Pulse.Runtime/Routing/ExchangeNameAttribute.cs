namespace Pulse;

/// <summary>
/// On a parameter of yours that takes an exchange's name: has the analyzers check what callers pass, as they
/// do for <see cref="Binding.To"/>. A name that no reference knows but is nearly one that it does gets "did you mean".
/// </summary>
/// <remarks>
/// The parameter is a <see cref="string"/>. Where a method has several, each goes with the
/// <see cref="RoutingPatternAttribute"/> of the same rank: the first with the first.
/// </remarks>
/// <example>
/// <code>
/// static IBinding Mirror([ExchangeName] string exchange, [RoutingPattern] string pattern) => Binding.To(exchange, pattern);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ExchangeNameAttribute : Attribute;
