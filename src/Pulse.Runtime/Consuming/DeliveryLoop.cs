using System.Threading.Channels;

namespace Pulse;

/// <summary>
/// A queue's deliveries as a loop reads them: the queue's handler hands each one over, and ends when the loop asks for the
/// next. So all that holds for handlers holds for the body of the loop.
/// </summary>
/// <param name="createQueue">Creates the queue, with the handler given.</param>
/// <param name="cancellationToken">Ends the loop.</param>
internal sealed class DeliveryLoop<TDelivery>(
    Func<Func<TDelivery, CancellationToken, Task>, PulseQueue> createQueue,
    CancellationToken cancellationToken
) : IAsyncEnumerable<TDelivery>
    where TDelivery : Delivery
{
    public IAsyncEnumerator<TDelivery> GetAsyncEnumerator(CancellationToken cancellationTokenOfLoop = default) =>
        new Enumerator(createQueue, cancellationToken, cancellationTokenOfLoop);

    private sealed class Enumerator : IAsyncEnumerator<TDelivery>
    {
        private readonly Channel<Turn> _turns = Channel.CreateUnbounded<Turn>(); // One at most: the queue has one handler.
        private readonly CancellationToken _first;
        private readonly CancellationToken _second;
        private readonly CancellationTokenSource _stop;
        private readonly PulseQueue _queue;
        private HandlerContext.Scope? _body;
        private Turn? _turn;
        private bool _isStarted;
        private volatile bool _isLeft;

        public Enumerator(
            Func<Func<TDelivery, CancellationToken, Task>, PulseQueue> createQueue,
            CancellationToken first,
            CancellationToken second
        )
        {
            (_first, _second) = (first, second);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(first, second);
            _queue = createQueue(HandOverAsync);
        }

        public TDelivery Current => _turn!.Delivery;

        // Not an asynchronous method: what it sets in its caller's context holds for the body of the loop, which is inside the
        // queue's handler. So closing there does not wait for itself.
        public ValueTask<bool> MoveNextAsync()
        {
            EndBody();
            _body = _queue.EnterHandlerContext();
            return MoveOrCancelAsync();
        }

        public async ValueTask DisposeAsync()
        {
            EndBody();
            // First of all it stops: what is given back would come again at once.
            var closing = _isStarted ? _queue.CloseAsync() : Task.CompletedTask;
            if (_isStarted)
                await _queue.PausedForGood.ConfigureAwait(false);
            _isLeft = true;
            if (_turn is { } turn)
                await turn.GiveBackAsync().ConfigureAwait(false);
            while (_turns.Reader.TryRead(out var unread))
                await unread.GiveBackAsync().ConfigureAwait(false);
            await closing.ConfigureAwait(false);
            _stop.Dispose();
        }

        private async ValueTask<bool> MoveOrCancelAsync()
        {
            _turn?.End();
            _turn = null;
            try
            {
                return await MoveAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // With the caller's own token.
                _first.ThrowIfCancellationRequested();
                _second.ThrowIfCancellationRequested();
                throw;
            }
        }

        private async ValueTask<bool> MoveAsync()
        {
            _stop.Token.ThrowIfCancellationRequested();
            if (!_isStarted)
            {
                await _queue.StartAsync(_stop.Token).ConfigureAwait(false);
                _isStarted = true;
                _ = DetachedTask.Run(EndWithQueueAsync);
            }

            if (!await _turns.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
                return false;
            return _turns.Reader.TryRead(out _turn);
        }

        private async Task HandOverAsync(TDelivery delivery, CancellationToken stopping)
        {
            var turn = new Turn(delivery);
            _turns.Writer.TryWrite(turn);
            if (_isLeft)
                await turn.GiveBackAsync().ConfigureAwait(false);
            await turn.WhenEnded.WaitAsync(stopping).ConfigureAwait(false);
        }

        private async Task EndWithQueueAsync()
        {
            try
            {
                await _queue.Completion.ConfigureAwait(false);
                _turns.Writer.TryComplete();
            }
            catch (PulseException failure)
            {
                _turns.Writer.TryComplete(failure);
            }
        }

        private void EndBody()
        {
            _body?.Dispose();
            _body = null;
        }
    }

    /// <summary>One delivery's time in the loop.</summary>
    private sealed class Turn(TDelivery delivery)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TDelivery Delivery => delivery;

        public Task WhenEnded => _ended.Task;

        public void End() => _ended.TrySetResult();

        public async Task GiveBackAsync()
        {
            await delivery.ReturnAsync().ConfigureAwait(false);
            End();
        }
    }
}
