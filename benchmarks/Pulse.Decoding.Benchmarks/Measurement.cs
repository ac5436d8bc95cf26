namespace Pulse.Decoding.Benchmarks;

/// <summary>The time and memory that a case takes.</summary>
/// <param name="Message">The message.</param>
/// <param name="Way">The way of reading, writing or validating it.</param>
/// <param name="Nanoseconds">The median.</param>
/// <param name="Bytes">The bytes allocated.</param>
internal sealed record Measurement(string Message, string Way, double Nanoseconds, long Bytes);
