namespace Pulse;

/// <summary>Reads an environment variable. Its value often comes from a secret file, which ends in a line break.</summary>
internal static class EnvironmentVariable
{
    /// <summary>The value without white space at its end; <see langword="null"/> if that is empty.</summary>
    public static string? Read(string name) =>
        Environment.GetEnvironmentVariable(name)?.TrimEnd() is { Length: > 0 } value ? value : null;
}
