namespace Pulse.References.Json;

/// <summary>The kinds of JSON tokens.</summary>
internal enum JsonTokenKind
{
    None,
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    PropertyName,
    String,
    Number,
    Literal,
}
