using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>One replica's claim on a lease: single tries to take or renew it, and what was seen of it.</summary>
internal sealed class LeaseClaim(IKubernetesClient client, LeaderElectionOptions options, TimeProvider time)
{
    private volatile ObservedLease? _observed;
    private long _renewedAt;

    /// <summary>Who holds the lease as far as is known; empty for nobody.</summary>
    public string Holder => _observed?.Holder ?? string.Empty;

    /// <summary>When the lease was last seen to change, as a timestamp of the clock: the others' wait begins anew with it. 0 before it was seen at all.</summary>
    public long SeenAt => _observed?.SeenAt ?? 0;

    public bool IsMine => IsOurs(Holder);

    /// <summary>Somebody else holds it.</summary>
    public bool IsTaken => Holder.Length > 0 && !IsMine;

    /// <summary>How much longer a leader may go without a successful renewal; not positive when it is over.</summary>
    public TimeSpan Left => options.RenewDeadline - time.GetElapsedTime(Volatile.Read(ref _renewedAt));

    /// <summary>One try.</summary>
    /// <param name="leading">Whether this replica works already: then whoever took the lease from it has won, and it is not taken back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True when the lease is held now.</returns>
    /// <exception cref="KubernetesApiException">The server refused; a conflict says that somebody was faster.</exception>
    public async Task<bool> TryAsync(bool leading, CancellationToken cancellationToken)
    {
        if (leading && _observed is { } mine && IsOurs(mine.Holder) && await TryRenewAsync(mine.Lease, cancellationToken))
            return true;

        var current = await client.GetAsync<V1Lease>(options.LeaseName, options.LeaseNamespace, cancellationToken);
        if (current is null)
        {
            await WriteAsync(LeaseWrites.Created(options, Now()), client.CreateAsync, cancellationToken);
            return true;
        }

        if (_observed is null || !_observed.IsSameAs(current))
            _observed = new ObservedLease(current, time.GetTimestamp());

        // Whoever took it from us was at work, dead or not: that is a loss, not a chance to take it back.
        var holder = _observed.Holder;
        if (!IsOurs(holder) && (_observed.IsValid(time) || (leading && holder.Length > 0)))
            return false;

        await WriteAsync(LeaseWrites.Held(current, options, Now()), client.UpdateAsync, cancellationToken);
        return true;
    }

    /// <summary>Gives it back, if it is ours.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (_observed is { } mine && IsOurs(mine.Holder))
            _observed = new ObservedLease(await client.UpdateAsync(LeaseWrites.Released(mine.Lease, Now()), cancellationToken), time.GetTimestamp());
    }

    /// <summary>The usual case, one request instead of two: nobody else may write the lease, so our last version of it should still be the newest.</summary>
    private async Task<bool> TryRenewAsync(V1Lease mine, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(LeaseWrites.Held(mine, options, Now()), client.UpdateAsync, cancellationToken);
            return true;
        }
        catch (KubernetesApiException)
        {
            return false;
        }
    }

    private async Task WriteAsync(V1Lease lease, Func<V1Lease, CancellationToken, Task<V1Lease>> write, CancellationToken cancellationToken)
    {
        // Read before the request is sent: by the time the answer is here the others' wait for us has been running.
        var started = time.GetTimestamp();
        _observed = new ObservedLease(await write(lease, cancellationToken), started);
        Volatile.Write(ref _renewedAt, started);
    }

    private bool IsOurs(string holder) => string.Equals(holder, options.Identity, StringComparison.Ordinal);

    private DateTimeOffset Now() => time.GetUtcNow();
}
