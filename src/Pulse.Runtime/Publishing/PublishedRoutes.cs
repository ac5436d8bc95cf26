namespace Pulse;

/// <summary>The custom routes of a message that is published.</summary>
internal static class PublishedRoutes
{
    /// <exception cref="ArgumentException">A route cannot be one.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> routes, string parameter)
    {
        ArgumentNullException.ThrowIfNull(routes, parameter);
        foreach (var route in routes)
        {
            if (string.IsNullOrEmpty(route))
                throw new ArgumentException("A route cannot be empty.", parameter);
            if (WordText.Wildcard(route) is { } wildcard)
            {
                throw new ArgumentException(
                    $"No message is published under the route '{route}': '{wildcard}' is a wildcard, which only patterns have.",
                    parameter
                );
            }

            ShortString.Check(Binding.RoutePrefix + route, "A routing key", parameter);
        }

        return [.. routes]; // A copy: the list may change before the message is sent.
    }
}
