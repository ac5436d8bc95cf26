using System.Reflection;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>Calls the emitted checks of a value.</summary>
internal static class Validation
{
    /// <summary>The faults of a value; none for a value whose type is not generated.</summary>
    public static IReadOnlyList<PayloadFault> Faults(object? value) =>
        Faults(value?.GetType().GetMethod("Validate", Type.EmptyTypes), value);

    /// <summary>The faults of a message, whatever its type is. A record finds the same ones itself.</summary>
    public static IReadOnlyList<PayloadFault> Faults(this TypedSchemas typed, string json, int number = 0)
    {
        var payload = typed.Read(json, number);
        var key = typed.Type($"Event{number}Key");
        var faults = Faults(key.GetMethod("ValidatePayload")!, Activator.CreateInstance(key), payload);
        if (payload?.GetType().GetMethod("Validate", Type.EmptyTypes) is not null)
            Assert.Equal(faults, Faults(payload));
        return faults;
    }

    private static IReadOnlyList<PayloadFault> Faults(MethodInfo? check, object? on, params object?[] arguments)
    {
        try
        {
            check?.Invoke(on, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            return [];
        }
        catch (InvalidPayloadException invalid)
        {
            Assert.NotEmpty(invalid.Faults);
            return invalid.Faults;
        }
    }
}
