using Pulse.References.Emitting.Writing;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Records;

/// <summary>Emits equality by content for records whose own equality would compare lists, maps or JSON by reference.</summary>
internal sealed class EqualityEmitter(CSharp csharp)
{
    // The compiler emits a record's own equality as one expression, which it cannot nest without limit.
    private const int MaxOwnProperties = 200;

    public void Emit(SourceWriter writer, RecordSpec record)
    {
        var members = record.Properties.Select(property => (property.Name, property.Type)).ToList();
        if (record.Rest is { } rest)
            members.Add((rest.Name, new TypeSpec.Map(rest.Value)));
        Emit(writer, csharp.Nested(record.Name), members);
    }

    public void Emit(SourceWriter writer, string self, IReadOnlyList<(string Name, TypeSpec Type)> members)
    {
        if (members.Count <= MaxOwnProperties && members.All(member => Comparer(member.Type) is null))
            return;

        writer.Lines(
            """

            /// <summary>Compares by content: lists item by item, maps and free-form JSON in any order.</summary>
            /// <param name="other">The other record.</param>
            /// <returns><see langword="true"/> if the contents are equal.</returns>
            """
        );
        writer.Open($"public bool Equals({self}? other)");
        writer.Lines("if (ReferenceEquals(this, other)) return true;");
        writer.Lines("if (other is null) return false;");
        foreach (var (name, type) in members)
        {
            var comparer =
                Comparer(type) ?? $"global::System.Collections.Generic.EqualityComparer<{csharp.Type(type)}>.Default";
            writer.Lines($"if (!{comparer}.Equals(this.{name}, other.{name})) return false;");
        }

        writer.Lines("return true;").Close().Blank();
        writer.Lines("/// <inheritdoc/>").Open("public override int GetHashCode()");
        writer.Lines("var hash = new global::System.HashCode();");
        foreach (var (name, type) in members)
            writer.Lines($"hash.Add(this.{name}{(Comparer(type) is { } comparer ? ", " + comparer : "")});");
        writer.Lines("return hash.ToHashCode();").Close();
    }

    /// <summary>The comparer of a type whose own equality is not by content; null for others.</summary>
    public string? Comparer(TypeSpec type) =>
        type switch
        {
            TypeSpec.List list => $"{CSharp.Comparer}.List<{csharp.Type(list.Item)}>({Comparer(list.Item)})",
            TypeSpec.Map map => $"{CSharp.Comparer}.Map<{csharp.Type(map.Value)}>({Comparer(map.Value)})",
            TypeSpec.Scalar { Kind: ScalarKind.Any or ScalarKind.Object or ScalarKind.Array } =>
                $"{CSharp.Comparer}.Json",
            _ => null,
        };
}
