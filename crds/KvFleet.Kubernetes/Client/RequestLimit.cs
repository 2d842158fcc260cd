namespace KvFleet.Kubernetes.Client;

/// <summary>Ends one attempt of a request after a time, and tells that apart from the caller's own cancellation.</summary>
internal sealed class RequestLimit : IDisposable
{
    private readonly KubernetesRequest _request;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    public RequestLimit(KubernetesRequest request, TimeSpan limit, TimeProvider timeProvider, CancellationToken caller)
    {
        _request = request;
        _limit = limit;
        _caller = caller;
        _timer = new CancellationTokenSource(limit, timeProvider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>What to throw instead of a cancellation.</summary>
    public Exception Explain(OperationCanceledException cancelled)
    {
        if (_caller.IsCancellationRequested)
            return new OperationCanceledException(cancelled.Message, cancelled, _caller);
        return _timer.IsCancellationRequested
            ? new TimeoutException($"{_request}: the API server did not answer within {_limit.TotalSeconds} s.", cancelled)
            : new HttpRequestException($"{_request}: the connection was closed: {cancelled.Message}", cancelled);
    }

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
