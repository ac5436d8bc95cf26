using Pulse.References.Specs;

namespace Pulse.References.Emitting;

/// <summary>Writes equality by content, where a record's own would compare lists, maps or JSON by reference.</summary>
internal sealed class EqualityEmitter(CSharp csharp)
{
    public void Emit(SourceWriter writer, RecordSpec record)
    {
        if (record.Properties.All(property => Comparer(property.Type) is null))
            return;

        var same = record.Properties.Select(property =>
            $"\n        && {ComparerOrDefault(property.Type)}.Equals(this.{property.Name}, other.{property.Name})");
        var hash = record.Properties.Select(property =>
            $"    hash.Add(this.{property.Name}{(Comparer(property.Type) is { } comparer ? ", " + comparer : "")});\n");
        writer.Lines(
            $$"""

            /// <summary>Compares by content: lists item by item, maps and free-form JSON in any order.</summary>
            /// <param name="other">The other record.</param>
            /// <returns>Whether both say the same.</returns>
            public bool Equals({{csharp.Nested(record.Name)}}? other) =>
                ReferenceEquals(this, other)
                || (other is not null{{string.Concat(same)}});

            /// <inheritdoc/>
            public override int GetHashCode()
            {
                var hash = new global::System.HashCode();
            {{string.Concat(hash)}}    return hash.ToHashCode();
            }
            """);
    }

    private string ComparerOrDefault(TypeSpec type) =>
        Comparer(type) ?? $"global::System.Collections.Generic.EqualityComparer<{csharp.Type(type)}>.Default";

    /// <summary>The comparer of a type whose own equality is not by content; null for others.</summary>
    private string? Comparer(TypeSpec type) => type switch
    {
        TypeSpec.List list => $"{CSharp.Comparer}.List<{csharp.Type(list.Item)}>({Comparer(list.Item)})",
        TypeSpec.Map map => $"{CSharp.Comparer}.Map<{csharp.Type(map.Value)}>({Comparer(map.Value)})",
        TypeSpec.Scalar { Kind: ScalarKind.Any or ScalarKind.Object } => $"{CSharp.Comparer}.Json",
        _ => null,
    };
}
