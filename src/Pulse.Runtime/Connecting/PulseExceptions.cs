namespace Pulse;

/// <summary>
/// What went wrong between this process and the broker: what, where, and what to do about it. The
/// cause is the <see cref="Exception.InnerException"/>. No password is ever part of it.
/// </summary>
public class PulseException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public PulseException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}

/// <summary>
/// No connection could be had, or it was lost: network, TLS, virtual host, or a broker that does not answer.
/// </summary>
/// <param name="message">What went wrong, where, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class ConnectionFailedException(string message, Exception? innerException = null)
    : PulseException(message, innerException);

/// <summary>The broker refused the user's login.</summary>
/// <param name="message">What went wrong, where, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class AuthenticationFailedException(string message, Exception? innerException = null)
    : PulseException(message, innerException);

/// <summary>An exchange does not exist (the broker's 404).</summary>
/// <param name="exchangeName">The exchange, by its name at the broker.</param>
/// <param name="message">What went wrong, where, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class ExchangeNotFoundException(string exchangeName, string message, Exception? innerException = null)
    : PulseException(message, innerException)
{
    /// <summary>The exchange, by its name at the broker.</summary>
    public string ExchangeName { get; } = exchangeName;
}

/// <summary>The user lacks a permission (the broker's 403).</summary>
/// <param name="message">What was refused, which permission is missing, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class AccessRefusedException(string message, Exception? innerException = null)
    : PulseException(message, innerException);

/// <summary>The queue exists with other arguments than asked for (the broker's 406).</summary>
/// <param name="queueName">The queue's full name.</param>
/// <param name="argumentName">The argument that differs, such as <c>x-dead-letter-exchange</c>.</param>
/// <param name="requested">Its value here; <see langword="null"/> where it is not set.</param>
/// <param name="actual">Its value at the broker; <see langword="null"/> where it is not set.</param>
/// <param name="message">What differs and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class QueueMismatchException(
    string queueName,
    string argumentName,
    string? requested,
    string? actual,
    string message,
    Exception? innerException = null
) : PulseException(message, innerException)
{
    /// <summary>The queue's full name.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>
    /// The argument that differs, such as <c>x-dead-letter-exchange</c>, <c>durable</c> or <c>auto_delete</c>.
    /// </summary>
    public string ArgumentName { get; } = argumentName;

    /// <summary>
    /// The argument's value as asked for, as text; <see langword="null"/> where it was not asked for.
    /// </summary>
    public string? Requested { get; } = requested;

    /// <summary>
    /// The argument's value at the broker, as text; <see langword="null"/> where the queue does not have it.
    /// </summary>
    public string? Actual { get; } = actual;
}

/// <summary>The queue belongs to another connection alone (the broker's 405).</summary>
/// <param name="queueName">The queue's full name.</param>
/// <param name="message">What is locked and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class QueueLockedException(string queueName, string message, Exception? innerException = null)
    : PulseException(message, innerException)
{
    /// <summary>The queue's full name.</summary>
    public string QueueName { get; } = queueName;
}

/// <summary>A message's body could not be read into the payload of its exchange.</summary>
/// <param name="exchange">The exchange that the message came from.</param>
/// <param name="routingKey">The key that it was published under.</param>
/// <param name="message">What could not be read, and why.</param>
/// <param name="innerException">
/// The cause: a <see cref="System.Text.Json.JsonException"/>, or what a binding of your own threw.
/// </param>
public sealed class UndecodableMessageException(
    string exchange,
    string routingKey,
    string message,
    Exception? innerException = null
) : PulseException(message, innerException)
{
    /// <summary>The exchange that the message came from, by its name at the broker.</summary>
    public string Exchange { get; } = exchange;

    /// <summary>The routing key that the message was published under.</summary>
    public string RoutingKey { get; } = routingKey;
}
