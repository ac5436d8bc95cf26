using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pulse.Decoding;

/// <summary>Checks numbers. A number that is null has no fault here.</summary>
public sealed partial class PayloadValidator
{
    /// <summary>Checks that a number is not below a minimum.</summary>
    /// <param name="value">The number.</param>
    /// <param name="limit">The minimum.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Minimum(long? value, long limit)
    {
        if (value < limit)
            AddNumber("minimum", limit, value);
    }

    /// <inheritdoc cref="Minimum(long?, long)"/>
    public void Minimum(decimal? value, decimal limit)
    {
        if (value < limit)
            AddNumber("minimum", limit, value);
    }

    /// <inheritdoc cref="Minimum(long?, long)"/>
    public void Minimum(double? value, double limit)
    {
        if (value < limit)
            AddNumber("minimum", limit, value);
    }

    /// <summary>Checks that a number is not above a maximum.</summary>
    /// <param name="value">The number.</param>
    /// <param name="limit">The maximum.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Maximum(long? value, long limit)
    {
        if (value > limit)
            AddNumber("maximum", limit, value);
    }

    /// <inheritdoc cref="Maximum(long?, long)"/>
    public void Maximum(decimal? value, decimal limit)
    {
        if (value > limit)
            AddNumber("maximum", limit, value);
    }

    /// <inheritdoc cref="Maximum(long?, long)"/>
    public void Maximum(double? value, double limit)
    {
        if (value > limit)
            AddNumber("maximum", limit, value);
    }

    /// <summary>Checks that a number is above a limit.</summary>
    /// <param name="value">The number.</param>
    /// <param name="limit">The limit.</param>
    public void ExclusiveMinimum(long? value, long limit)
    {
        if (value <= limit)
            AddNumber("exclusiveMinimum", limit, value);
    }

    /// <inheritdoc cref="ExclusiveMinimum(long?, long)"/>
    public void ExclusiveMinimum(decimal? value, decimal limit)
    {
        if (value <= limit)
            AddNumber("exclusiveMinimum", limit, value);
    }

    /// <inheritdoc cref="ExclusiveMinimum(long?, long)"/>
    public void ExclusiveMinimum(double? value, double limit)
    {
        if (value <= limit)
            AddNumber("exclusiveMinimum", limit, value);
    }

    /// <summary>Checks that a number is below a limit.</summary>
    /// <param name="value">The number.</param>
    /// <param name="limit">The limit.</param>
    public void ExclusiveMaximum(long? value, long limit)
    {
        if (value >= limit)
            AddNumber("exclusiveMaximum", limit, value);
    }

    /// <inheritdoc cref="ExclusiveMaximum(long?, long)"/>
    public void ExclusiveMaximum(decimal? value, decimal limit)
    {
        if (value >= limit)
            AddNumber("exclusiveMaximum", limit, value);
    }

    /// <inheritdoc cref="ExclusiveMaximum(long?, long)"/>
    public void ExclusiveMaximum(double? value, double limit)
    {
        if (value >= limit)
            AddNumber("exclusiveMaximum", limit, value);
    }

    /// <summary>Checks that a number is a multiple of another one.</summary>
    /// <param name="value">The number.</param>
    /// <param name="step">The other one, greater than zero.</param>
    public void MultipleOf(long? value, long step)
    {
        if (value % step is not (null or 0))
            AddNumber("multipleOf", step, value);
    }

    /// <inheritdoc cref="MultipleOf(long?, long)"/>
    public void MultipleOf(decimal? value, decimal step)
    {
        if (value % step is not (null or 0))
            AddNumber("multipleOf", step, value);
    }

    /// <inheritdoc cref="MultipleOf(long?, long)"/>
    public void MultipleOf(double? value, decimal step)
    {
        if (value is { } number && !IsMultiple(number, step))
            AddNumber("multipleOf", step, value);
    }

    /// <summary>Checks that JSON can express a number.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finite(double? value)
    {
        if (value is { } number && !double.IsFinite(number))
            Add("type: number", Number(number));
    }

    // 0.3 is a multiple of 0.1 as it is written, but not in binary.
    private static bool IsMultiple(double number, decimal step) =>
        decimal.TryParse(
            number.ToString("R", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var written
        ) && (written != 0 || number == 0)
            ? written % step == 0
            : Math.IEEERemainder(number, (double)step) == 0;

    private void AddNumber<T>(string keyword, T limit, T? value)
        where T : struct, IFormattable => Add($"{keyword}: {Number(limit)}", Number(value!.Value));

    private void AddNumber(string keyword, decimal limit, double? value) =>
        Add($"{keyword}: {Number(limit)}", Number(value!.Value));

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
