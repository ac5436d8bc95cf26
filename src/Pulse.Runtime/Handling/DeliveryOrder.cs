namespace Pulse;

/// <summary>
/// What keeps a delivery in its place. One that is given back to its queue comes behind others; where that must not be, its
/// handler runs again in place instead.
/// </summary>
internal enum DeliveryOrder
{
    None,

    /// <summary>It is handled in order with others of its key (<c>orderBy</c>).</summary>
    Key,

    /// <summary>Its queue is a stream, which takes nothing back.</summary>
    Stream,
}
