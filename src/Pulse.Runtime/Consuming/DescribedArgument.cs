using System.Collections.Immutable;

namespace Pulse;

/// <summary>An argument of a queue or of its consumer, and the call of the builder that asked for it.</summary>
/// <param name="Call">The call, such as <c>MaxLength(...)</c>.</param>
/// <param name="Name">The argument's name.</param>
/// <param name="Value">The argument's value.</param>
internal sealed record DescribedArgument(string Call, string Name, object Value)
{
    /// <summary>Whether it was asked for by its name, and is the broker's to judge.</summary>
    public bool IsByName { get; private init; }

    /// <summary>An argument that was asked for by its name.</summary>
    /// <exception cref="ArgumentException">The name is empty, or the value is of a type that AMQP does not have.</exception>
    public static DescribedArgument ByName(string method, string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        ShortString.Check(name, "An argument's name", nameof(name));
        if (value is not (string or bool) && !IsNumber(value))
        {
            throw new ArgumentException(
                $"Argument '{name}' has type {value.GetType()}; use a string, a number or a Boolean.",
                nameof(value)
            );
        }

        return new($"{method}(\"{name}\", ...)", name, value) { IsByName = true };
    }

    /// <summary>Whether the broker takes both for the same.</summary>
    public bool IsSameAs(DescribedArgument other) =>
        IsInteger(Value) && IsInteger(other.Value)
            ? Convert.ToInt64(Value, null) == Convert.ToInt64(other.Value, null)
            : Equals(Value, other.Value);

    private static bool IsNumber(object value) => IsInteger(value) || value is float or double or decimal;

    private static bool IsInteger(object value) => value is sbyte or byte or short or ushort or int or uint or long;
}

/// <summary>The arguments that a builder was asked for.</summary>
internal static class DescribedArguments
{
    /// <summary>With those of another call; the same call replaces what it asked for before.</summary>
    public static ImmutableList<DescribedArgument> With(
        this ImmutableList<DescribedArgument> all,
        params DescribedArgument[] added
    )
    {
        var call = added[0].Call;
        return all.RemoveAll(one => one.Call == call).AddRange(added);
    }

    public static Dictionary<string, object> ToArguments(this ImmutableList<DescribedArgument> all)
    {
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var one in all)
            arguments[one.Name] = one.Value;
        return arguments;
    }
}
