using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Tests.LeaderElection;

/// <summary>
/// One elector with a clock and a connection of its own. Its loop runs on the thread that advances the clock: everything in memory answers at once,
/// so when <see cref="Advance"/> returns, all that was due has happened.
/// </summary>
internal sealed class Replica : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    public Replica(string identity, MemoryClient? sameServer = null, TimeSpan clockSkew = default, TimeSpan? leaseDuration = null)
    {
        Client = new MemoryClient(sameServer);
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + clockSkew);
        var options = new LeaderElectionOptions
        {
            LeaseName = "op",
            LeaseNamespace = "system",
            Identity = identity,
            LeaseDuration = leaseDuration ?? TimeSpan.FromSeconds(15),
        };
        Elector = new LeaderElector(Client, options, Time, NullLogger<LeaderElector>.Instance, new LeaderElectionMetrics(Metrics.Factory));
    }

    public MemoryClient Client { get; }

    public FakeTimeProvider Time { get; }

    public Metering Metrics { get; } = new();

    public LeaderElector Elector { get; }

    public Task Acquiring { get; private set; } = Task.CompletedTask;

    public Task Holding { get; private set; } = Task.CompletedTask;

    public double Status => Metrics["leader_election_master_status{name=op}"];

    public V1Lease? Lease => Client.Find<V1Lease>("op", "system");

    /// <summary>Starts to acquire, and to hold once acquired.</summary>
    public async Task StartAsync()
    {
        // In a thread without a synchronisation context, so that continuations run where the clock is moved; and of its own, whose end says that the loop waits for
        // the clock: a timer that fires before its waiter waits would let the loop go on in another thread than the one that moves the clock.
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            Acquiring = Elector.AcquireAsync(_cancel.Token);
            Holding = HoldAsync();
            waits.SetResult();
        }).Start();
        await waits.Task;
        // At rest only the pause between two tries is pending; during a try its (longer) time limit is.
        await Eventually.BeAsync(() => Time.UntilNextTimer <= TimeSpan.FromSeconds(2.4), "the first try is over");
    }

    private async Task HoldAsync()
    {
        await Acquiring;
        await Elector.HoldAsync(_cancel.Token);
    }

    public void Advance(TimeSpan delta) => Time.Advance(delta);

    public void Cut() => Client.Before = static (_, _) => throw new HttpRequestException("no route to host");

    public void Heal() => Client.Before = null;

    /// <summary>Dies without a word.</summary>
    public async Task KillAsync() => await _cancel.CancelAsync();

    public void Dispose()
    {
        _cancel.Cancel();
        _cancel.Dispose();
        Metrics.Dispose();
    }
}
