using System.Reflection;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>Calls the emitted <c>Validate()</c> of a value.</summary>
internal static class Validation
{
    /// <summary>The faults of a value; none for a value whose type is not generated.</summary>
    public static IReadOnlyList<PayloadFault> Faults(object? value)
    {
        try
        {
            value
                ?.GetType()
                .GetMethod("Validate", Type.EmptyTypes)
                ?.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null);
            return [];
        }
        catch (InvalidPayloadException invalid)
        {
            Assert.NotEmpty(invalid.Faults);
            return invalid.Faults;
        }
    }

    /// <summary>The faults of a message.</summary>
    public static IReadOnlyList<PayloadFault> Faults(this TypedSchemas typed, string json, int number = 0) =>
        Faults(typed.Read(json, number));
}
