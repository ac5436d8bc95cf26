namespace Pulse;

/// <summary>How the full name of a queue at the broker is made from the name that it is described with.</summary>
/// <param name="User">The user, who owns all names that begin with <c>queue/&lt;user&gt;/</c>.</param>
/// <param name="Map">The application's own rule, in place of that one.</param>
internal sealed record QueueNaming(string User, Func<string, string>? Map)
{
    /// <exception cref="ArgumentException">The full name is over 255 bytes of UTF-8.</exception>
    /// <exception cref="InvalidOperationException">The application's rule did not return a name.</exception>
    public string FullNameOf(string name)
    {
        if (Map is null)
        {
            var full = $"queue/{User}/{name}";
            ShortString.Check(full, "A queue name", nameof(name));
            return full;
        }

        var mapped = Map(name);
        return !string.IsNullOrEmpty(mapped) && ShortString.Fits(mapped)
            ? mapped
            : throw new InvalidOperationException(
                $"PulseOptions.MapQueue did not make a queue name of '{name}': "
                    + $"it must be 1 to {ShortString.MaxBytes} bytes of UTF-8."
            );
    }
}
