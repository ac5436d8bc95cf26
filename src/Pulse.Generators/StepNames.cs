namespace Pulse.Generators;

/// <summary>The names of the pipeline's stages, by which tests and debuggers find their results.</summary>
internal static class StepNames
{
    public const string Files = "Pulse.Files";
    public const string Index = "Pulse.Index";
    public const string Found = "Pulse.Found";
    public const string Locations = "Pulse.Locations";
    public const string Targets = "Pulse.Targets";
    public const string FileNames = "Pulse.FileNames";
    public const string ServiceDocuments = "Pulse.ServiceDocuments";
    public const string Compiled = "Pulse.Compiled";
    public const string Specs = "Pulse.Specs";
    public const string IndexDiagnostics = "Pulse.IndexDiagnostics";
    public const string Diagnostics = "Pulse.Diagnostics";
}
