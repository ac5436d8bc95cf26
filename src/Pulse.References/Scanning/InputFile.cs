using Pulse.References.Collections;
using Pulse.References.Diagnostics;

namespace Pulse.References.Scanning;

/// <summary>A file that the project lists as <c>PulseReference</c>: its documents, or the error that it has instead.</summary>
internal sealed record InputFile(string Path, EquatableArray<InputDocument> Documents, InputDiagnostic? Error);
