using System.IO.Pipelines;

namespace KvFleet.Kubernetes.Client;

/// <summary>Reads an answer for as long as it goes on coming: what counts is the silence between two reads, not the time altogether.</summary>
internal sealed class SilenceLimit : IDisposable
{
    private readonly KubernetesRequest _request;
    private readonly TimeSpan _longest;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    public SilenceLimit(KubernetesRequest request, TimeSpan longest, TimeProvider timeProvider, CancellationToken caller)
    {
        _request = request;
        _longest = longest;
        _caller = caller;
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    /// <summary>Whether it was silence that ended the last read.</summary>
    public bool IsExceeded => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    /// <exception cref="HttpRequestException">The connection broke off.</exception>
    public async ValueTask<ReadResult> ReadAsync(PipeReader pipe)
    {
        var reading = pipe.ReadAsync(_linked.Token);
        // Only waiting counts: not what the caller does between two reads.
        if (!reading.IsCompleted)
            _timer.CancelAfter(_longest);
        try
        {
            return await reading;
        }
        catch (OperationCanceledException e) when (IsExceeded)
        {
            throw new TimeoutException($"{_request}: the API server sent nothing for {_longest.TotalSeconds} s.", e);
        }
        catch (OperationCanceledException e) when (!_caller.IsCancellationRequested)
        {
            throw new HttpRequestException($"{_request}: the connection was closed: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new HttpRequestException($"{_request}: the connection broke off in the middle of the answer: {e.Message}", e);
        }
        finally
        {
            _timer.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
