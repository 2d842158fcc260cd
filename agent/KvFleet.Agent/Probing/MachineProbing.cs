using KvFleet.Agent.Disks;
using KvFleet.Agent.Reconciliation;
using KvFleet.Api.Nodes;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Agent.Probing;

/// <summary>Puts the prober beside the loop: what it finds goes into the next report.</summary>
internal static class MachineProbing
{
    /// <summary>Makes the prober.</summary>
    public static BandwidthProber Create(AgentRuntime runtime, DiskPlaces places, string hostRoot, TimeProvider time, ILogger<BandwidthProber> logger)
        => new(places, new PciBus(hostRoot), new Pressure(hostRoot), found => runtime.Loop.Post(() => runtime.Context.Measurements = found), time, logger);

    /// <summary>Runs it, and follows requests.</summary>
    public static async Task RunAsync(BandwidthProber prober, IInformer<V1Alpha1KVCacheNode> nodes, CancellationToken cancellationToken)
    {
        using var handler = nodes.AddHandler(new MeasureRequests(prober.Request));
        await prober.RunAsync(cancellationToken);
    }
}
