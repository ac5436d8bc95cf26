namespace Pulse;

/// <summary>
/// What a queue has, as the broker counts it (<c>queue.declare-ok</c>, AMQP 0-9-1 reference 1.7.2.2).
/// </summary>
/// <param name="Messages">
/// The messages that wait to be delivered. Those that a consumer has and has not settled are not among them: with a prefetch
/// of 20, each consumer may have 20 more. For a stream, all messages that it has; RabbitMQ brings that figure up to date
/// every few seconds.
/// </param>
/// <param name="Consumers">
/// The consumers of all connections. A paused <see cref="PulseQueue"/> is none; of those that wait behind a single active
/// consumer, a quorum queue counts none.
/// </param>
public readonly record struct QueueCount(long Messages, long Consumers);
