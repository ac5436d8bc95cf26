namespace Pulse;

/// <summary>
/// The broker has not confirmed a message in time, or not before the publisher was closed.
/// <see cref="PublishException.MayStillArrive"/> says whether it was sent; if it was, nobody knows what became of it.
/// </summary>
/// <param name="message">What was not confirmed, why, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class PublishUnknownException(string message, Exception? innerException = null)
    : PublishException(message, innerException);
