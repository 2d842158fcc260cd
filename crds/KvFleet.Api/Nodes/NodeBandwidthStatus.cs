using System.Text.Json.Serialization;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>The bandwidth of a tier, as the agent measured it.</summary>
public sealed class NodeBandwidthStatus
{
    /// <summary>The tier: HostMemory, LocalDisk or SharedFilesystem.</summary>
    public StorageTier Tier { get; set; }

    /// <summary>Read, Write, or Copy within the tier.</summary>
    public TransferDirection Direction { get; set; }

    /// <summary>Bytes a second, the median of several passes.</summary>
    public ResourceQuantity BytesPerSecond { get; set; }

    /// <summary>Highest less lowest pass, in percent of the median.</summary>
    public int SpreadPercent { get; set; }

    /// <summary>When it was measured.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? MeasuredAt { get; set; }
}
