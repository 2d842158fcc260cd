using System.Text.Json.Serialization;

namespace KvFleet.Api.Reports;

/// <summary>Where a pool's memory on one node stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolPhase>))]
public enum PoolPhase
{
    /// <summary>Assigned, but no holder has come yet.</summary>
    Pending,

    /// <summary>Holders are making and locking pages.</summary>
    Populating,

    /// <summary>All assigned bytes are resident and locked.</summary>
    Ready,

    /// <summary>Bytes are being taken back.</summary>
    Draining,

    /// <summary>Something keeps the pool from having its bytes; reason and message say what.</summary>
    Degraded,

    /// <summary>The agent cannot be reached.</summary>
    Unknown,
}
