namespace Pulse.References.Scanning;

/// <summary>The strings of a document that show what it is and what it points to.</summary>
internal sealed class DocumentOutline
{
    /// <summary>The top-level <c>$schema</c>.</summary>
    public string? Dialect { get; set; }

    /// <summary>The top-level <c>$id</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The top-level <c>id</c>: draft 4's spelling of <c>$id</c>, and an ordinary key everywhere else.</summary>
    public string? PlainId { get; set; }

    public string? ServiceName { get; set; }

    public string? ApiVersion { get; set; }

    public bool HasExchangePrefix { get; set; }

    public bool HasEntries { get; set; }

    /// <summary>Whether <c>entries</c> is an array.</summary>
    public bool HasEntryList { get; set; }

    /// <summary>Each <c>$id</c> or <c>id</c> below the top level.</summary>
    public List<string> InnerIds { get; } = [];

    /// <summary>Each <c>$ref</c>, <c>$dynamicRef</c> or <c>$recursiveRef</c>.</summary>
    public List<string> Refs { get; } = [];

    /// <summary>Each <c>schema</c>, which in an exchange reference is that of an entry.</summary>
    public List<string> EntrySchemas { get; } = [];
}
