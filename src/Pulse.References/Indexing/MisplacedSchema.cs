using Pulse.References.Scanning;

namespace Pulse.References.Indexing;

/// <summary>A schema that a <c>$ref</c> or an entry probably means, though it has another URI: its file has the right name.</summary>
/// <param name="Key">The key of the schema that is missing; see <see cref="SchemaUri.Key"/>.</param>
/// <param name="Path">The path of the file.</param>
/// <param name="Uri">The URI of the schema in it.</param>
/// <param name="HasId">Whether the schema gives itself that URI.</param>
internal sealed record MisplacedSchema(string Key, string Path, string Uri, bool HasId)
{
    /// <summary>What to do, as the end of a message.</summary>
    /// <param name="wanted">The URI that is missing.</param>
    public string Suggestion(string wanted)
    {
        var (own, other) = (SchemaUri.Display(Uri), SchemaUri.Display(SchemaUri.WithoutFragment(wanted)));
        return HasId
            ? $"; the file '{Path}' has the '$id' '{own}': change it to '{other}', or refer to '{own}'"
            : $"; the file '{Path}' has no '$id' and counts as '{own}': add \"$id\": \"{other}\" to it";
    }

    /// <summary>The schema among some whose file, or whose URI, ends as a missing one does; null if there is none.</summary>
    public static MisplacedSchema? Find(string key, IEnumerable<SchemaDocument> schemas)
    {
        var wanted = Segments(key);
        return schemas
            .Select(schema =>
                (Schema: schema, Common: Math.Max(Common(wanted, schema.Path), Common(wanted, schema.Uri)))
            )
            .Where(found => found.Common > 0)
            .OrderByDescending(found => found.Common)
            .ThenBy(found => found.Schema.Path, StringComparer.Ordinal)
            .Select(found => new MisplacedSchema(key, found.Schema.Path, found.Schema.Uri, found.Schema.HasId))
            .FirstOrDefault();
    }

    /// <summary>The number of segments that are the same, from the last one on.</summary>
    private static int Common(string[] wanted, string other)
    {
        var segments = Segments(SchemaUri.Key(other.Replace('\\', '/')));
        var common = 0;
        while (
            common < Math.Min(wanted.Length, segments.Length)
            && string.Equals(
                wanted[wanted.Length - 1 - common],
                segments[segments.Length - 1 - common],
                StringComparison.OrdinalIgnoreCase
            )
        )
            common++;
        return common;
    }

    private static string[] Segments(string uri) => uri.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
}
