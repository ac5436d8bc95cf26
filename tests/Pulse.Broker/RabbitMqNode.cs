using System.Diagnostics;

namespace Pulse.Broker;

/// <summary>
/// A private RabbitMQ node on this machine's loopback interface: own folder, ports and name. User <c>guest</c>
/// with password <c>guest</c> may do everything. Disposing leaves nothing behind.
/// </summary>
public sealed partial class RabbitMqNode : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly NodeFolder _folder;
    private readonly NodePorts _ports;
    private readonly NodeGuard _guard;
    private readonly TestCertificates? _certificates;
    private readonly string _name = $"pulse-{Guid.NewGuid():N}@localhost";
    private BrokerProcess? _broker;
    private bool _isDisposed;

    private RabbitMqNode(NodeFolder folder, NodePorts ports, NodeGuard guard, TestCertificates? certificates)
    {
        _folder = folder;
        _ports = ports;
        _guard = guard;
        _certificates = certificates;
    }

    /// <summary>The address that the node listens on.</summary>
    public string Host { get; } = "127.0.0.1";

    /// <summary>The port for AMQP.</summary>
    public int Port => _ports.Amqp;

    /// <summary>The URL for AMQP, without a user.</summary>
    public string Url => $"amqp://{Host}:{Port}";

    /// <summary>The port for AMQP over TLS.</summary>
    public int TlsPort => _certificates is null ? throw NoTls() : _ports.Tls;

    /// <summary>The URL for AMQP over TLS, without a user.</summary>
    public string TlsUrl => $"amqps://{Host}:{TlsPort}";

    /// <summary>The server's certificate and its authority.</summary>
    public TestCertificates Certificates => _certificates ?? throw NoTls();

    /// <summary>The folder that holds everything of the node; gone after disposal.</summary>
    public string Folder => _folder.Path;

    /// <summary>The node's log.</summary>
    public string LogPath => _folder.LogPath;

    /// <summary>The processes that make up the running node: the broker and its port mapper.</summary>
    public IReadOnlyList<int> ProcessIds =>
        _broker is null ? [_guard.EpmdProcessId] : [_broker.Id, _guard.EpmdProcessId];

    /// <summary>Starts a node and waits until it answers: about five seconds on a small machine.</summary>
    public static async Task<RabbitMqNode> StartAsync(RabbitMqOptions? options = null, CancellationToken ct = default)
    {
        options ??= new RabbitMqOptions();
        if (options is { RequireClientCertificate: true, Tls: null })
            throw new ArgumentException("Client certificates need TLS: set RabbitMqOptions.Tls.", nameof(options));
        BrokerProcess.EnsureInstalled();

        var folder = new NodeFolder();
        var ports = NodePorts.TakeFree();
        var guard = NodeGuard.Start(folder, ports);
        try
        {
            var certificates = options.Tls is null
                ? null
                : await TestCertificates.CreateAsync(folder.CertificatesPath, options.Tls, ct).ConfigureAwait(false);
            folder.Write(options, ports, certificates);
            var node = new RabbitMqNode(folder, ports, guard, certificates);
            await node.StartAgainAsync(ct).ConfigureAwait(false);
            return node;
        }
        catch
        {
            await guard.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the node in good order; <see cref="StartAgainAsync"/> brings it back.</summary>
    public Task StopAsync() => EndAsync(broker => broker.StopAsync());

    /// <summary>Kills the broker's process, as a crash would.</summary>
    public Task KillAsync() => EndAsync(broker => broker.KillAsync());

    /// <summary>Starts a stopped or killed node, with its data, ports and name, and waits until it answers.</summary>
    public async Task StartAgainAsync(CancellationToken ct = default)
    {
        if (_broker is { HasEnded: false })
            throw new InvalidOperationException("The node is running.");

        var broker = _broker = BrokerProcess.Start(LogPath, Furnish);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(StartDeadline);
        try
        {
            while (!await IsReadyAsync(deadline.Token).ConfigureAwait(false))
            {
                if (broker.HasEnded)
                    throw DidNotStart($"ended with exit code {broker.ExitCode}");
                await Task.Delay(50, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw DidNotStart($"gave no answer within {StartDeadline.TotalSeconds} s");
        }
    }

    /// <summary>Ends the node (without ceremony: its data go too) and removes all traces of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _guard.DisposeAsync().ConfigureAwait(false);
        _broker?.Dispose();
    }

    private async Task EndAsync(Func<BrokerProcess, Task> end)
    {
        var broker = _broker ?? throw new InvalidOperationException("The node is not running.");
        await end(broker).ConfigureAwait(false);
        broker.Dispose();
        _broker = null;
    }

    private async Task<bool> IsReadyAsync(CancellationToken ct) =>
        await AmqpPort.AnswersAsync(_ports.Amqp, ct).ConfigureAwait(false)
        && (_certificates is null || await AmqpPort.AcceptsAsync(_ports.Tls, ct).ConfigureAwait(false));

    private void Furnish(ProcessStartInfo process) => _folder.Furnish(process, _name, _ports);

    private InvalidOperationException DidNotStart(string how)
    {
        var log = File.Exists(LogPath) ? File.ReadLines(LogPath).TakeLast(80) : [];
        return new InvalidOperationException($"RabbitMQ {how}. The end of its log:\n{string.Join('\n', log)}");
    }

    private static InvalidOperationException NoTls() => new("The node has no TLS port: set RabbitMqOptions.Tls.");
}
