namespace Pulse.Generators.Isolation;

/// <summary>Ways to name a file or a server in a <c>$ref</c>.</summary>
internal static class HostileReferences
{
    public static IReadOnlyList<string> To(string path) =>
        [
            path,
            path + "#/definitions/a",
            "file://" + path,
            "file://localhost" + path,
            "file:" + path,
            "../../../../../../../../.." + path,
            "." + path,
            path.TrimStart('/'),
            Path.GetFileName(path),
            "//127.0.0.1" + path,
            $"//127.0.0.1:9{path}",
            @"\\\\127.0.0.1" + path.Replace("/", @"\\", StringComparison.Ordinal),
            @"C:" + path.Replace("/", @"\\", StringComparison.Ordinal),
            $"http://127.0.0.1:9{path}",
            $"https://127.0.0.1:9{path}#",
            $"http://localhost:9{path}",
            $"http://somewhere.invalid{path}",
            $"ftp://127.0.0.1:9{path}",
            $"ws://127.0.0.1:9{path}",
            $"jar:file:{path}!/a",
            $"http://pulse.invalid{path}",
        ];
}
