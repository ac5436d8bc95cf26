using Newtonsoft.Json;

namespace Pulse.References.Diagnostics;

/// <summary>A place in a file; line and column count from 0.</summary>
internal sealed record FilePosition(string Path, int Line, int Column)
{
    /// <summary>Newtonsoft.Json counts from 1, and gives 0 where it knows nothing.</summary>
    public static FilePosition Of(string path, IJsonLineInfo token) =>
        new(path, Math.Max(0, token.LineNumber - 1), Math.Max(0, token.LinePosition - 1));
}
