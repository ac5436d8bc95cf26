using Pulse.References.Collections;
using Pulse.References.Naming;

namespace Pulse.References.Emitting;

/// <summary>
/// What the files of a class begin with: its full name. Names of classes tell letter case apart, those of files
/// do not: where two differ in nothing else, a hash of the exact name tells.
/// </summary>
internal static class FileNames
{
    /// <summary>The full names that differ from another one in letter case only.</summary>
    public static EquatableArray<string> Alike(IEnumerable<string> fullNames) =>
        fullNames
            .Distinct()
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(alike => alike.Count() > 1)
            .SelectMany(alike => alike)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();

    public static string Of(string fullName, EquatableArray<string> alike)
    {
        var name = fullName.Replace("@", "");
        return alike.Contains(fullName) ? $"{name}.{StableHash.Of(fullName)}" : name;
    }
}
