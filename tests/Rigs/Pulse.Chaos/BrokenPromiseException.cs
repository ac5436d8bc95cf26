namespace Pulse.Chaos;

/// <summary>Thrown while a fault is played, when something is not as it was promised.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
