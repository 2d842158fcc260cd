using System.Globalization;

namespace KvFleet.Kubernetes.Informers;

/// <summary>How far an informer has got, what to ask for next, and who waits for it to get somewhere.</summary>
/// <remarks>
/// Versions are opaque to everything but waiting and noticing that events come in the wrong order: within one kind they are numbers that grow (Kubernetes says so since 1.35, KEP-5504, and etcd made them so before). One that
/// is no number is waited for until it is seen itself.
/// </remarks>
internal sealed class SeenVersion
{
    private readonly Lock _lock = new();
    private readonly List<(string Version, TaskCompletionSource Reached)> _waiting = [];
    private string? _seen;

    /// <summary>The last version seen; null before the first list.</summary>
    public string? Last => Volatile.Read(ref _seen);

    /// <summary>Set while the server is known not to have that version any more, or not yet.</summary>
    public bool IsUnavailable { get; set; }

    /// <summary>How fresh a list must be: anything at first, then never older than what was seen; null (the newest) where that version cannot be had.</summary>
    public string? ForList => IsUnavailable ? null : Last ?? "0";

    /// <summary>Whether a version is older than the last one seen. False for what cannot be compared.</summary>
    public bool IsPast(string? version) => version is { Length: > 0 } && Last is { } seen && !IsAtLeast(version, seen) && IsAtLeast(seen, version);

    /// <summary>Notes a version whose change the store has.</summary>
    public void Advance(string? version)
    {
        if (string.IsNullOrEmpty(version))
            return;
        lock (_lock)
        {
            _seen = version;
            if (_waiting.Count > 0)
                _waiting.RemoveAll(waiter => IsAtLeast(version, waiter.Version) && waiter.Reached.TrySetResult());
        }
    }

    /// <summary>Completes once that version, or a later one, has been seen.</summary>
    public async Task WaitAsync(string version, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_seen is { } seen && IsAtLeast(seen, version))
                return;
            _waiting.Add((version, reached));
        }

        try
        {
            await reached.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
                _waiting.RemoveAll(waiter => ReferenceEquals(waiter.Reached, reached));
            throw;
        }
    }

    private static bool IsAtLeast(string seen, string wanted) =>
        ulong.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var have)
        && ulong.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var want)
            ? have >= want
            : string.Equals(seen, wanted, StringComparison.Ordinal);
}
