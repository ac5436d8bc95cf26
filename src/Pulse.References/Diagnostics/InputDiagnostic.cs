using System.Globalization;
using Pulse.References.Collections;

namespace Pulse.References.Diagnostics;

/// <summary>
/// An error and its position in an input file; without a position, it concerns the class that asked for the service.
/// </summary>
internal sealed record InputDiagnostic(DiagnosticRule Rule, FilePosition? Position, EquatableArray<string> Arguments)
{
    /// <summary>The complete message.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, [.. Arguments]);

    public static InputDiagnostic At(FilePosition position, DiagnosticRule rule, params string[] arguments) =>
        new(rule, position, arguments.ToEquatableArray());

    public static InputDiagnostic AtClass(DiagnosticRule rule, params string[] arguments) =>
        new(rule, null, arguments.ToEquatableArray());
}
