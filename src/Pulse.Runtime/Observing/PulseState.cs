namespace Pulse;

/// <summary>
/// How a <see cref="PulseConnection"/>, a <see cref="PulseQueue"/> on it, or a <see cref="PulsePublisher"/> is doing.
/// </summary>
public enum PulseState
{
    /// <summary>
    /// Not connected yet. A connection stays in this state until its first use; after a first attempt that failed, the
    /// next use tries again.
    /// </summary>
    Connecting,

    /// <summary>The connection is up; the queue is declared, bound and, unless paused, consumed.</summary>
    Connected,

    /// <summary>
    /// The broker has stopped reading from this connection, because it is short of memory or disk
    /// (<c>connection.blocked</c>): deliveries may still arrive, but nothing that is sent reaches it. It says so only
    /// to connections that publish.
    /// </summary>
    Blocked,

    /// <summary>The connection or queue was lost and is being restored; attempts go on until one succeeds.</summary>
    Reconnecting,

    /// <summary>Closed, deleted or disposed, or stopped by an error. This is final.</summary>
    Closed,
}
