using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Pulse.Package.Tests;

/// <summary>A package as it lies in a feed.</summary>
internal sealed record PackageFile(string Path)
{
    // The files of the package format itself.
    private static readonly string[] Envelope = ["_rels/", "[Content_Types].xml", "package/"];

    /// <summary>Each file in it, but for the container's own.</summary>
    public IReadOnlyDictionary<string, byte[]> Files()
    {
        using var archive = ZipFile.OpenRead(Path);
        return archive
            .Entries.Where(entry => !Envelope.Any(part => entry.FullName.StartsWith(part, StringComparison.Ordinal)))
            .ToDictionary(entry => entry.FullName, Content);
    }

    /// <summary>The <c>metadata</c> of its nuspec.</summary>
    public XElement Metadata()
    {
        var nuspec = Files().Single(file => file.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value;
        return XDocument.Load(new MemoryStream(nuspec)).Root!.Elements().Single();
    }

    /// <summary>Writes the package again as another version, whose emitter begins each file in another way.</summary>
    /// <remarks>
    /// The generator's assemblies keep their names and versions, the hardest case for a compiler that is to tell two
    /// of them apart. They differ in one string of the emitter, in UTF-16 as in the assembly.
    /// </remarks>
    public void WriteOtherVersion(string path, string version, string otherVersion, string header, string otherHeader)
    {
        using var source = ZipFile.OpenRead(Path);
        using var target = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var entry in source.Entries)
        {
            var content = Content(entry);
            if (entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal))
                content = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(version, otherVersion));
            else if (entry.Name == "Pulse.References.dll")
                Replace(content, Encoding.Unicode.GetBytes(header), Encoding.Unicode.GetBytes(otherHeader));

            using var output = target.CreateEntry(entry.FullName).Open();
            output.Write(content);
        }
    }

    private static void Replace(byte[] content, byte[] old, byte[] replacement)
    {
        var at = content.AsSpan().IndexOf(old);
        Assert.True(at >= 0 && old.Length == replacement.Length);
        replacement.CopyTo(content, at);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
