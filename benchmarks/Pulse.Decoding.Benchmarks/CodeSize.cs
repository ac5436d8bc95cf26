using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pulse.Decoding.Benchmarks;

/// <summary>The size of the code that the generator emitted for one record: C# without documentation and indentation, and its IL.</summary>
/// <param name="Record">The record's name.</param>
/// <param name="Properties">The number of its properties.</param>
/// <param name="Source">Bytes of C#.</param>
/// <param name="Code">Bytes of IL.</param>
/// <param name="Reading">Bytes of IL that read.</param>
/// <param name="Writing">Bytes of IL that write.</param>
/// <param name="Validating">Bytes of IL that validate.</param>
internal sealed record CodeSize(
    string Record,
    int Properties,
    int Source,
    int Code,
    int Reading,
    int Writing,
    int Validating
)
{
    private const BindingFlags Own =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    /// <summary>All records of an assembly that the generator filled.</summary>
    public static IReadOnlyList<CodeSize> In(Assembly assembly)
    {
        var sources = Sources(assembly);
        return
        [
            .. assembly
                .GetTypes()
                .Where(type => type is { IsClass: true, IsNested: true } && type.GetMethod("Decode") is not null)
                .Select(type => Of(type, sources[type.FullName!.Replace('+', '.')]))
                .OrderBy(size => size.Record, StringComparer.Ordinal),
        ];
    }

    private static CodeSize Of(Type record, string source)
    {
        var methods = record
            .GetNestedTypes(Own)
            .Where(type => type.IsDefined(typeof(CompilerGeneratedAttribute))) // lambdas
            .Prepend(record)
            .SelectMany(type => type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)))
            .Select(method => (Method: method, Size: method.GetMethodBody()?.GetILAsByteArray()?.Length ?? 0))
            .ToList();
        return new(
            $"{record.DeclaringType!.Name}.{record.Name}",
            record.GetProperties(Own).Count(property => property.Name != "EqualityContract"),
            Encoding.UTF8.GetByteCount(Bare(source)),
            methods.Sum(method => method.Size),
            methods.Where(method => IsReading(record, method.Method)).Sum(method => method.Size),
            methods.Where(method => method.Method.Name == "WriteTo").Sum(method => method.Size),
            methods.Where(method => IsValidating(method.Method)).Sum(method => method.Size)
        );
    }

    private static bool IsValidating(MethodBase method) => method.Name is "Validate" or "FindFaults";

    // Members that every record has do not read. Everything else that does not write or validate reads.
    private static bool IsReading(Type record, MethodBase method) =>
        method.Name is not ("WriteTo" or "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "<Clone>$")
        && !IsValidating(method)
        && !(method.IsSpecialName && method.DeclaringType == record && !method.IsStatic)
        && !method.Name.StartsWith("op_", StringComparison.Ordinal)
        && !method.Name.StartsWith("get_", StringComparison.Ordinal);

    private static string Bare(string source) =>
        string.Join(
            '\n',
            source
                .Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
        );

    /// <summary>The emitted files by the full names of their types. The compiler embeds them in the symbols, which are in the assembly.</summary>
    private static Dictionary<string, string> Sources(Assembly assembly)
    {
        var embeddedSource = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        using var image = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(assembly.Location));
        var entry = image
            .ReadDebugDirectory()
            .Single(debug =>
                debug.Type == System.Reflection.PortableExecutable.DebugDirectoryEntryType.EmbeddedPortablePdb
            );
        using var symbols = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var reader = symbols.GetMetadataReader();
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var handle in reader.CustomDebugInformation)
        {
            var information = reader.GetCustomDebugInformation(handle);
            if (reader.GetGuid(information.Kind) != embeddedSource)
                continue;
            var document = reader.GetDocument((DocumentHandle)information.Parent);
            var name = Path.GetFileName(reader.GetString(document.Name).Replace('\\', '/'));
            if (name.EndsWith(".g.cs", StringComparison.Ordinal))
                sources[name[..^".g.cs".Length]] = Text(reader.GetBlobBytes(information.Value));
        }

        return sources;
    }

    // The first four bytes are the length before compression, or 0 if there is none.
    private static string Text(byte[] blob)
    {
        if (BitConverter.ToInt32(blob) == 0)
            return Encoding.UTF8.GetString(blob.AsSpan(4));
        using var inflated = new System.IO.Compression.DeflateStream(
            new MemoryStream(blob, 4, blob.Length - 4),
            System.IO.Compression.CompressionMode.Decompress
        );
        return new StreamReader(inflated).ReadToEnd();
    }
}
