using Newtonsoft.Json.Linq;
using Pulse.References.Indexing;
using Pulse.References.Scanning;

namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>What mutations start from: a service's reference and the schemas that it reaches.</summary>
/// <param name="Name">What it is, for messages.</param>
/// <param name="Service">The service.</param>
/// <param name="Files">The files, by path; the reference is the first.</param>
internal sealed record FuzzProject(string Name, string Service, IReadOnlyList<(string Path, string Text)> Files);

/// <summary>The projects of a tree of references: each exchange by itself, and each service as a whole.</summary>
internal static class FuzzCorpus
{
    public static IReadOnlyList<FuzzProject> Of(string folder)
    {
        var files = Directory
            .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: Path.GetRelativePath(folder, path).Replace('\\', '/'), Text: File.ReadAllText(path)))
            .ToList();
        var references = files.Where(file => file.Path.EndsWith("/exchanges.json", StringComparison.Ordinal)).ToList();
        var schemas = files.Except(references).ToList();
        return [.. references.SelectMany(reference => Projects(reference, schemas))];
    }

    private static IEnumerable<FuzzProject> Projects(
        (string Path, string Text) reference,
        List<(string, string)> schemas
    )
    {
        var whole = JObject.Parse(reference.Text);
        var service = (string)whole["serviceName"]!;
        foreach (var entry in whole["entries"]!)
        {
            var one = (JObject)whole.DeepClone();
            one["entries"] = new JArray(entry.DeepClone());
            yield return Project($"{service}: {entry["name"]}", service, (reference.Path, one.ToString()), schemas);
        }

        yield return Project(service, service, reference, schemas);
    }

    private static FuzzProject Project(
        string name,
        string service,
        (string Path, string Text) reference,
        List<(string Path, string Text)> schemas
    )
    {
        var scanned = schemas.Prepend(reference).Select(file => FileScanner.Scan(file.Path, file.Text));
        var found = (ServiceDocuments.Found)ServiceDocuments.Find(new DocumentIndex(scanned), service);
        return new(
            name,
            service,
            [
                .. found
                    .Schemas.Prepend<InputDocument>(found.Reference)
                    .Select(document => (document.Path, document.Source.File)),
            ]
        );
    }
}
