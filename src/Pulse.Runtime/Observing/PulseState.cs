namespace Pulse;

/// <summary>How a <see cref="PulseConnection"/>, or a <see cref="PulseQueue"/> on it, is doing.</summary>
public enum PulseState
{
    /// <summary>
    /// Not connected yet. A connection stays so until its first use; after a first attempt that failed, the next use
    /// tries again.
    /// </summary>
    Connecting,

    /// <summary>The connection is up; the queue is declared, bound and, unless paused, consumed.</summary>
    Connected,

    /// <summary>
    /// The broker reads no more from this connection, because it is short of memory or disk
    /// (<c>connection.blocked</c>): deliveries may still come, but nothing that is sent reaches it. It says so only
    /// to connections that publish.
    /// </summary>
    Blocked,

    /// <summary>What was up is lost, and is being brought back for as long as it takes.</summary>
    Reconnecting,

    /// <summary>Over, for good: closed, deleted or disposed, or ended by itself.</summary>
    Closed,
}
