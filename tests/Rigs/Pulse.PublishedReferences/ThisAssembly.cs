namespace Pulse.PublishedReferences;

/// <summary>Names the assembly, which holds nothing else where Taskcluster's documents are not at hand.</summary>
public static class ThisAssembly;
