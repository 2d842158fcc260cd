namespace KvFleet.Api.Reports;

/// <summary>One engine that maps memory of a pool.</summary>
public sealed record MapperReport
{
    /// <summary>Namespace of the engine's pod.</summary>
    public required string PodNamespace { get; init; }

    /// <summary>Name of the engine's pod.</summary>
    public required string PodName { get; init; }

    /// <summary>UID of the engine's pod.</summary>
    public required string PodUid { get; init; }

    /// <summary>Bytes that it was given and has not given back.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether it has acknowledged every revocation so far.</summary>
    public bool AcknowledgedRevoke { get; init; }
}
