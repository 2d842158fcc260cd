using System.ComponentModel.DataAnnotations;

namespace KvFleet.Operator.Options;

/// <summary>How agents are asked for their reports.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The token that the operator shows to agents; read again for every connection, because the kubelet renews it.</summary>
    [Required]
    public string TokenFile { get; set; } = "/var/run/secrets/kvfleet.io/agent/token";

    /// <summary>How long an agent may hold a request while nothing changes, in seconds.</summary>
    [Range(0, 60)]
    public int WaitSeconds { get; set; } = 30;

    /// <summary>Requests under way at once. With more nodes than that, requests wait five seconds instead of <see cref="WaitSeconds"/>.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrent { get; set; } = 512;

    /// <summary>How long an agent may fail to answer before what it holds counts as unknown.</summary>
    public TimeSpan UnreachableAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may take to open.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take beyond the time that the agent was allowed to wait.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
