using System.Collections.Concurrent;
using KvFleet.Api.Reports;

namespace KvFleet.Operator.Tests.Harness;

/// <summary>How one fake agent behaves.</summary>
internal sealed class FakeAgent
{
    /// <summary>Whether it refuses connections.</summary>
    public bool Away { get; set; }

    /// <summary>Whether its privileged container answers.</summary>
    public bool NodeContainerConnected { get; set; } = true;

    /// <summary>Whether engines never let go of what is to drain.</summary>
    public bool KeepsDraining { get; set; }

    /// <summary>The running kernel.</summary>
    public string BootId { get; set; } = "boot-1";

    /// <summary>Changes what it says of a pool.</summary>
    public Func<PoolReport, PoolReport>? Change { get; set; }

    /// <summary>What it was given to serve pools with over the Redis protocol, by pool UID. Empty it for an agent that was restarted.</summary>
    public ConcurrentDictionary<string, RespCredentials> Credentials { get; } = new(StringComparer.Ordinal);

    /// <summary>Size of its disk for pools' values; null when it was given none.</summary>
    public long? DiskBytes { get; set; }

    /// <summary>Why that disk cannot be used; null when it can.</summary>
    public string? DiskReason { get; set; }

    /// <summary>How the tiers of pools are.</summary>
    public string TierReason { get; set; } = DiskReportReasons.Ready;

    /// <summary>What it measured of tiers.</summary>
    public IReadOnlyList<BandwidthReport> Bandwidth { get; set; } = [];

    /// <summary>Accelerators on its bus.</summary>
    public IReadOnlyList<AcceleratorReport> Accelerators { get; set; } = [];

    /// <summary>Changes what it says of a shared filesystem.</summary>
    public Func<FilesystemReport, FilesystemReport>? ChangeFilesystem { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Polls { get; set; }
}
