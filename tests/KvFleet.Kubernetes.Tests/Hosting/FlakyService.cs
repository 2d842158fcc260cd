using KvFleet.Kubernetes.LeaderElection;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>Fails twice, then works until it is told to end.</summary>
public sealed class FlakyService : ILeaderService
{
    private int _starts;

    public int Starts => Volatile.Read(ref _starts);

    public bool Ended { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _starts) <= 2)
            throw new InvalidOperationException("not yet");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Ended = true;
    }
}
