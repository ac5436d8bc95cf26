using System.Reflection;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Handling;

/// <summary>A channel of the client's that no broker stands behind, and what was sent on it.</summary>
public class FakeChannel : DispatchProxy
{
    private readonly List<string> _sent = []; // Is also the lock.
    private bool _isOpen = true;

    /// <summary>The methods sent so far, such as <c>ack 1</c>.</summary>
    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (_sent)
                return [.. _sent];
        }
    }

    /// <summary>How many methods were sent so far.</summary>
    public int SentCount
    {
        get
        {
            lock (_sent)
                return _sent.Count;
        }
    }

    /// <summary>Called with each method, as it is sent.</summary>
    public Action<string>? OnSent { get; set; }

    /// <summary>What sending waits for; by default nothing.</summary>
    public Func<Task>? Sending { get; set; }

    /// <summary>Our channel over a fake one of the client's.</summary>
    internal static (AmqpChannel Channel, FakeChannel Fake) Open(TimeProvider? timeProvider = null)
    {
        var endpoint = new AmqpEndpoint("guest", "guest", [new("nowhere", 5672)], "/", IsTls: false);
        var connection = new AmqpConnection(
            Create<IConnection, FakeConnection>(),
            [],
            endpoint,
            null,
            new PulseOptions { TimeProvider = timeProvider ?? TimeProvider.System }
        );
        var channel = Create<IChannel, FakeChannel>();
        return (new AmqpChannel(channel, connection), (FakeChannel)(object)channel);
    }

    public void Close() => _isOpen = false;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case "get_" + nameof(IChannel.IsOpen):
                return _isOpen;
            case "get_" + nameof(IChannel.IsClosed):
                return !_isOpen;
            case nameof(IChannel.BasicAckAsync):
                Send($"ack {args![0]}{(args[1] is true ? " and all before" : "")}");
                break;
            case nameof(IChannel.BasicRejectAsync):
                Send($"{(args![1] is true ? "requeue" : "reject")} {args[0]}");
                break;
            default:
                return Default(targetMethod);
        }

        return Sending is { } sending ? new ValueTask(sending()) : ValueTask.CompletedTask;
    }

    private void Send(string method)
    {
        lock (_sent)
        {
            _sent.Add(method);
            OnSent?.Invoke(method);
        }
    }

    private static object? Default(MethodInfo method) =>
        method.ReturnType is { IsValueType: true } type && type != typeof(void) ? Activator.CreateInstance(type) : null;

    public class FakeConnection : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Default(targetMethod!);
    }
}
