namespace Pulse;

/// <summary>Whether a handler may start, as the <see cref="HandlerScheduler"/> says.</summary>
internal enum HandlerTurn
{
    /// <summary>It will not: nothing starts any more.</summary>
    None,

    /// <summary>It has a slot.</summary>
    Slot,

    /// <summary>It has a slot, and is the one attempt of a queue that is slowed down.</summary>
    Attempt,
}
