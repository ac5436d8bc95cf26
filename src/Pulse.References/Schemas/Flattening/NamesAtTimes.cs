namespace Pulse.References.Schemas.Flattening;

/// <summary>
/// Finds the properties that a value has only at times (<c>then</c>, <c>dependentSchemas</c>), deep inside others, so that
/// the records for these have them too.
/// </summary>
internal sealed class NamesAtTimes(SchemaMerger merger)
{
    // Schemas may point to themselves in many ways; what is named in the first hundred places is enough.
    private const int MaxSteps = 100;

    private int _steps;

    /// <summary>One node for schemas that apply, and those that apply at times if they name anything more.</summary>
    public SchemaNode Add(IReadOnlyList<SchemaNode> schemas, IReadOnlyList<SchemaNode> atTimes)
    {
        _steps = 0;
        return atTimes.Count > 0 && HasMore(schemas, atTimes)
            ? SchemaNode.AllOf([.. schemas, .. atTimes])
            : SchemaNode.AllOf(schemas);
    }

    private bool HasMore(IReadOnlyList<SchemaNode> schemas, IReadOnlyList<SchemaNode> atTimes)
    {
        if (_steps++ > MaxSteps)
            return false;
        var known = merger.Merge(SchemaNode.AllOf(schemas), ofBranches: true);
        var named = merger.Merge(SchemaNode.AllOf(atTimes));
        // A value of any shape keeps whatever it contains.
        if (known.Types?.Contains("object") == true && known.Properties.Count > 0)
        {
            foreach (var (name, more) in named.NamedAtTimes)
            {
                if (!known.Has(name) && known.AtTimes(name).Count == 0)
                    return true;
                if (known.Has(name) && HasMore(known.Properties.Find(property => property.Name == name).Schemas, more))
                    return true;
            }
        }

        return known.Types?.Contains("array") == true
            && known.Items.Count > 0
            && !known.HasTuple
            && named.ItemsAtTimes.Count > 0
            && HasMore(known.Items, named.ItemsAtTimes);
    }
}
