using System.Diagnostics;

namespace Pulse.RabbitMq;

/// <summary>
/// A private RabbitMQ node on this machine's loopback interface: own folder, ports and name. User <c>guest</c>
/// with password <c>guest</c> may do everything. Disposing leaves nothing behind.
/// </summary>
public sealed partial class RabbitMqNode : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly NodeFolder _folder;
    private readonly NodeIdentity _identity;
    private readonly NodeGuard _guard;
    private readonly TestCertificates? _certificates;
    private ServerProcess? _broker;
    private bool _isDisposed;

    private RabbitMqNode(NodeFolder folder, NodeIdentity identity, NodeGuard guard, TestCertificates? certificates)
    {
        _folder = folder;
        _identity = identity;
        _guard = guard;
        _certificates = certificates;
    }

    /// <summary>The node's name, such as <c>pulse-1@localhost</c>.</summary>
    public string Name => _identity.Name;

    /// <summary>The address that the node listens on.</summary>
    public string Host { get; } = "127.0.0.1";

    /// <summary>The port for AMQP.</summary>
    public int Port => _identity.Ports.Amqp;

    /// <summary>The URL for AMQP, without a user.</summary>
    public string Url => $"amqp://{Host}:{Port}";

    /// <summary>The port for AMQP over TLS.</summary>
    public int TlsPort => _certificates is null ? throw NoTls() : _identity.Ports.Tls;

    /// <summary>The URL for AMQP over TLS, without a user.</summary>
    public string TlsUrl => $"amqps://{Host}:{TlsPort}";

    /// <summary>The server's certificate and its authority.</summary>
    public TestCertificates Certificates => _certificates ?? throw NoTls();

    /// <summary>The folder with all files of the node; deleted on disposal.</summary>
    public string Folder => _folder.Path;

    /// <summary>The node's log.</summary>
    public string LogPath => _folder.LogPath;

    /// <summary>Whether the broker's process exists; it may still be starting, or frozen.</summary>
    public bool IsRunning => _broker is { HasEnded: false };

    /// <summary>
    /// The processes that make up the running node: the broker and its port mapper, unless another node of its
    /// cluster holds that.
    /// </summary>
    public IReadOnlyList<int> ProcessIds =>
        [.. _broker is null ? (int[])[] : [_broker.Id], .. _identity.HoldsEpmd ? (int[])[_guard.EpmdProcessId] : []];

    /// <summary>Starts a node and waits until it answers: about five seconds on a small machine.</summary>
    public static Task<RabbitMqNode> StartAsync(RabbitMqOptions? options = null, CancellationToken ct = default) =>
        StartAsync(NodeIdentity.Alone(options?.PreferredPort), options ?? new RabbitMqOptions(), ct);

    internal static async Task<RabbitMqNode> StartAsync(
        NodeIdentity identity,
        RabbitMqOptions options,
        CancellationToken ct
    )
    {
        if (options is { RequireClientCertificate: true, Tls: null })
            throw new ArgumentException("Client certificates need TLS: set RabbitMqOptions.Tls.", nameof(options));
        ServerProcess.EnsureInstalled();

        var folder = new NodeFolder();
        var guard = NodeGuard.Start(folder, identity);
        try
        {
            var certificates = options.Tls is null
                ? null
                : await TestCertificates.CreateAsync(folder.CertificatesPath, options.Tls, ct).ConfigureAwait(false);
            folder.Write(options, identity, certificates);
            var node = new RabbitMqNode(folder, identity, guard, certificates);
            await node.StartAgainAsync(ct).ConfigureAwait(false);
            return node;
        }
        catch
        {
            await guard.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Shuts the node down; <see cref="StartAgainAsync"/> brings it back.</summary>
    public Task StopAsync() => EndAsync(broker => broker.StopAsync());

    /// <summary>Kills the broker's process, as a crash would.</summary>
    public Task KillAsync() => EndAsync(broker => broker.KillAsync());

    /// <summary>
    /// Freezes the broker's process (<c>SIGSTOP</c>): its connections stay open, the kernel accepts new ones, and nothing
    /// answers.
    /// </summary>
    public Task FreezeAsync() => Running().FreezeAsync();

    /// <summary>Lets a frozen broker continue, and waits until it answers.</summary>
    public async Task ThawAsync(CancellationToken ct = default)
    {
        Running().Thaw();
        while (!await IsReadyAsync(ct).ConfigureAwait(false))
            await Task.Delay(50, ct).ConfigureAwait(false);
    }

    /// <summary>Starts a stopped or killed node, with its data, ports and name, and waits until it answers.</summary>
    public async Task StartAgainAsync(CancellationToken ct = default)
    {
        if (IsRunning)
            throw new InvalidOperationException("The node is running.");

        var broker = _broker = ServerProcess.Start(LogPath, Furnish);
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

    /// <summary>Kills the node, deletes its data and removes all traces of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _guard.DisposeAsync().ConfigureAwait(false);
        _broker?.Dispose();
    }

    private async Task EndAsync(Func<ServerProcess, Task> end)
    {
        var broker = Running();
        await end(broker).ConfigureAwait(false);
        broker.Dispose();
        _broker = null;
    }

    private ServerProcess Running() => _broker ?? throw new InvalidOperationException("The node is not running.");

    private async Task<bool> IsReadyAsync(CancellationToken ct) =>
        await AmqpPort.AnswersAsync(_identity.Ports.Amqp, ct).ConfigureAwait(false)
        && (_certificates is null || await AmqpPort.AcceptsAsync(_identity.Ports.Tls, ct).ConfigureAwait(false));

    private void Furnish(ProcessStartInfo process) => _folder.Furnish(process, _identity);

    private InvalidOperationException DidNotStart(string how)
    {
        var log = File.Exists(LogPath) ? File.ReadLines(LogPath).TakeLast(80) : [];
        return new InvalidOperationException($"RabbitMQ {how}. The end of its log:\n{string.Join('\n', log)}");
    }

    private static InvalidOperationException NoTls() => new("The node has no TLS port: set RabbitMqOptions.Tls.");
}
