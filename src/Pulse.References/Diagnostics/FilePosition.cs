namespace Pulse.References.Diagnostics;

/// <summary>A span in a file; lines and columns count from 0.</summary>
internal sealed record FilePosition(string Path, int Line, int Column, int EndLine, int EndColumn);
