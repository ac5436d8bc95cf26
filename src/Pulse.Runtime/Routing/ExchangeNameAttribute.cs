namespace Pulse;

/// <summary>
/// Marks a parameter of your own that takes an exchange's name. The analyzers then check the arguments that callers
/// pass, as they do for <see cref="Binding.To"/>: a name close to a known exchange's gets "did you mean".
/// </summary>
/// <remarks>
/// The parameter must be a <see cref="string"/>. If a method has several, the first belongs to the first parameter
/// with <see cref="RoutingPatternAttribute"/>, the second to the second, and so on.
/// </remarks>
/// <example>
/// <code>
/// static IBinding Mirror([ExchangeName] string exchange, [RoutingPattern] string pattern) => Binding.To(exchange, pattern);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ExchangeNameAttribute : Attribute;
