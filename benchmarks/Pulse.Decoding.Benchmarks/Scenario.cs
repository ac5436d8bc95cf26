namespace Pulse.Decoding.Benchmarks;

/// <summary>One case to measure.</summary>
/// <param name="Message">The message.</param>
/// <param name="Way">The way of reading, writing or validating it.</param>
/// <param name="Run">Runs the case once.</param>
public sealed record Scenario(string Message, string Way, Func<object?> Run)
{
    public const string Pulse = "Pulse";
    public const string SourceGenerated = "source-gen";
    public const string Walk = "bare walk";
    public const string Document = "JsonDocument";
    public const string ParseValue = "ParseValue";
    public const string PulseWriting = "Pulse, writing";
    public const string PulseValidating = "Pulse, validating";
    public const string SourceGeneratedWriting = "source-gen, writing";

    public override string ToString() => $"{Message}: {Way}";
}
