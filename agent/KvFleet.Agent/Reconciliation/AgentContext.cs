using System.Collections.Immutable;
using KvFleet.Agent.Disks;
using KvFleet.Agent.Probing;
using KvFleet.Agent.Telemetry;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Locking;

namespace KvFleet.Agent.Reconciliation;

/// <summary>What all units of the loop share.</summary>
internal sealed class AgentContext : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stop;

    public AgentContext() => _stop = _stopping.Token;

    /// <summary>The loop they run on.</summary>
    public required AgentLoop Loop { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>NUMA policy and locks.</summary>
    public required IExtentLocker Locker { get; init; }

    /// <summary>Turns to populate.</summary>
    public required PopulationGate Gate { get; init; }

    /// <summary>Counters.</summary>
    public required AgentMetrics Metrics { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The NUMA nodes of the machine.</summary>
    public required ImmutableArray<NumaNode> NumaNodes { get; init; }

    /// <summary>Time that mappers get to let go before they are reported.</summary>
    public required TimeSpan DrainDeadline { get; init; }

    /// <summary>Uid of this agent's own pod; null outside of pods. Its processes are no mappers.</summary>
    public string? OwnPodUid { get; init; }

    /// <summary>Where pools' values on disk are.</summary>
    public DiskPlaces Places { get; init; } = DiskPlaces.None;

    /// <summary>The stores, for whoever is not on the loop.</summary>
    public StoreDirectory Stores { get; } = new();

    /// <summary>Which memory is whose.</summary>
    public ExtentClaims Claims { get; } = new();

    /// <summary>Whose turn it is to register memory with a driver.</summary>
    public RegistrationToken Token { get; } = new();

    /// <summary>Address space that clients reserve for a pool: more than the machine's memory, so that every extent finds a place.</summary>
    public long AddressSpaceBytes { get; init; } = 1L << 42;

    /// <summary>Whether the locker can be reached.</summary>
    public bool LockerAvailable { get; set; }

    /// <summary>What was found out about the machine beside the loop.</summary>
    public Measurements Measurements { get; set; } = Measurements.None;

    /// <summary>The TCP ports of pools; null where nobody opens any.</summary>
    public IRespDoors? Doors { get; set; }

    /// <summary>Finds a holder, to give it its turn.</summary>
    public Func<HolderKey, HolderUnit?> FindHolder { get; set; } = static _ => null;

    /// <summary>Starts something that takes time. Its outcome comes back by <see cref="AgentLoop.Post"/>.</summary>
    public void Start(Func<CancellationToken, Task> work) => _ = RunAsync(work);

    /// <summary>Starts something that may wait for a device for any time, in a thread of its own. Its outcome comes back by <see cref="AgentLoop.Post"/>.</summary>
    public void StartThread(string name, Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            Logger.EffectFailed(e);
        }
    }) { Name = name, IsBackground = true }.Start();

    /// <summary>Gives up what was started.</summary>
    public void Stop() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The agent is shutting down.
        }
        catch (Exception e)
        {
            Logger.EffectFailed(e);
        }
    }
}
