using Pulse.References.Collections;
using Pulse.References.Naming;

namespace Pulse.References.Emitting;

/// <summary>
/// The beginning of the names of a class's files: its full name. Class names are case-sensitive, file names are not: if
/// two classes differ only in case, a hash of the exact name tells their files apart.
/// </summary>
internal static class FileNames
{
    /// <summary>The full names that differ from another one only in letter case.</summary>
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
