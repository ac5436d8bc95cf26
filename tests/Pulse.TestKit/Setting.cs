using System.Globalization;

namespace Pulse.TestKit;

/// <summary>A number that an environment variable gives to a test run, such as how many mutations to try.</summary>
public static class Setting
{
    public static int Of(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
