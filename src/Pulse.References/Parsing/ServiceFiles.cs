using Pulse.References.Diagnostics;
using Pulse.References.Specs;

namespace Pulse.References.Parsing;

/// <summary>
/// Everything that one service's code depends on: its reference and the schemas that it reaches; or
/// why there is none. Equal for as long as none of these files changes.
/// </summary>
internal sealed record ServiceFiles(EquatableArray<ReferenceFile> Files, ReferenceDiagnostic? Error)
{
    public ReferenceFile Reference => Files[0];

    public IEnumerable<ReferenceFile> Schemas => Files.Skip(1);

    /// <summary>Finds the files of the service that an attribute names.</summary>
    public static ServiceFiles Find(ReferenceIndex index, string service)
    {
        var found = index.References.Where(file => file.Service!.IsMeantBy(service)).ToList();
        return found.Count switch
        {
            1 => new(index.ClosureOf(found[0]).ToEquatableArray(), null),
            0 => Failed(index.IsEmpty
                ? ReferenceDiagnostic.AtClass(DiagnosticRule.NoReferences, service)
                : ReferenceDiagnostic.AtClass(DiagnosticRule.UnknownService, service, Known(index))),
            _ => Failed(ReferenceDiagnostic.AtClass(DiagnosticRule.AmbiguousService, service, Join(found, " or "))),
        };
    }

    private static ServiceFiles Failed(ReferenceDiagnostic error) => new(default, error);

    private static string Known(ReferenceIndex index) =>
        index.References.Count == 0
            ? "; none of the files is an exchange reference (a JSON object with 'serviceName' and 'entries')"
            : $"; there are {Join(index.References, ", ")}";

    private static string Join(IEnumerable<ReferenceFile> references, string separator) =>
        string.Join(separator, references.Select(file => $"'{file.Service}'").Distinct().OrderBy(name => name, StringComparer.Ordinal));
}
