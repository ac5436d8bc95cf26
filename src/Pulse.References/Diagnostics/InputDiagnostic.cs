using System.Globalization;
using Pulse.References.Collections;

namespace Pulse.References.Diagnostics;

/// <summary>
/// What is wrong, and where: in a reference file, or, without a position, at the class that asked for it.
/// </summary>
internal sealed record InputDiagnostic(DiagnosticRule Rule, FilePosition? Position, EquatableArray<string> Arguments)
{
    /// <summary>The message, in full.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, [.. Arguments]);

    public static InputDiagnostic At(FilePosition position, DiagnosticRule rule, params string[] arguments) =>
        new(rule, position, arguments.ToEquatableArray());

    public static InputDiagnostic AtClass(DiagnosticRule rule, params string[] arguments) =>
        new(rule, null, arguments.ToEquatableArray());
}
