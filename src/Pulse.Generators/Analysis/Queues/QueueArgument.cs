using System.Globalization;
using System.Text.RegularExpressions;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>A queue argument that RabbitMQ knows, and the values that it takes.</summary>
/// <param name="name">The argument's name.</param>
internal abstract class QueueArgument(string name)
{
    public string Name { get; } = name;

    /// <summary>What the argument takes, in words.</summary>
    public abstract string Takes { get; }

    /// <summary>Whether RabbitMQ accepts a constant.</summary>
    public abstract bool Accepts(object value);

    /// <summary>The expression that was certainly meant by a wrong constant; null if there is none.</summary>
    public virtual string? Replacement(object value) => null;
}

/// <summary>A whole number; RabbitMQ takes no fractions and no strings.</summary>
internal sealed class NumberArgument(string name, string unit, long least = 0, long most = long.MaxValue)
    : QueueArgument(name)
{
    public override string Takes =>
        most == long.MaxValue
            ? $"a whole number{unit}" + (least <= 0 ? "" : $" of at least {Text(least)}")
            : $"a whole number{unit} from {Text(least)} to {Text(most)}";

    public override bool Accepts(object value) =>
        value is sbyte or byte or short or ushort or int or uint or long
        && Convert.ToInt64(value, CultureInfo.InvariantCulture) is var number
        && number >= least
        && number <= most;

    public override string? Replacement(object value)
    {
        var text = value as string ?? (value as IFormattable)?.ToString(null, CultureInfo.InvariantCulture);
        return
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
            ? Text(number)
            : null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A Boolean.</summary>
internal sealed class BooleanArgument(string name) : QueueArgument(name)
{
    public override string Takes => "true or false";

    public override bool Accepts(object value) => value is bool;

    public override string? Replacement(object value) =>
        value is string text && bool.TryParse(text, out var meant) ? (meant ? "true" : "false") : null;
}

/// <summary>Any string.</summary>
internal sealed class StringArgument(string name) : QueueArgument(name)
{
    public override string Takes => "a string";

    public override bool Accepts(object value) => value is string;
}

/// <summary>One of several strings.</summary>
/// <param name="name">The argument's name.</param>
/// <param name="isOpen">Whether plugins add strings, so that one that resembles none may be right.</param>
/// <param name="values">The strings.</param>
internal sealed class ChoiceArgument(string name, bool isOpen, params string[] values) : QueueArgument(name)
{
    public override string Takes => string.Join(" or ", values.Select(value => $"'{value}'"));

    public override bool Accepts(object value) =>
        value is string text && (values.Contains(text) || (isOpen && Checks.NearestText.Of(text, values) is null));

    public override string? Replacement(object value) =>
        value is string text && Checks.NearestText.Of(text, values) is { } meant ? $"\"{meant}\"" : null;
}

/// <summary>A time such as <c>7D</c>.</summary>
internal sealed class AgeArgument(string name) : QueueArgument(name)
{
    private static readonly Regex Age = new("^[0-9]+[YMDhms]$");

    public override string Takes => "a string of a number and a unit (Y, M, D, h, m or s), such as \"7D\"";

    public override bool Accepts(object value) => value is string text && Age.IsMatch(text);

    // An 'm' may be meant as a month or as a minute, but it is accepted anyway.
    public override string? Replacement(object value)
    {
        if (value is not string { Length: > 1 } text)
            return null;
        var unit = text[text.Length - 1] switch
        {
            'd' => 'D',
            'y' => 'Y',
            'H' => 'h',
            'S' => 's',
            var other => other,
        };
        var meant = text.Substring(0, text.Length - 1) + unit;
        return Age.IsMatch(meant) ? $"\"{meant}\"" : null;
    }
}
