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

    /// <summary>Pods that export accelerators' metrics, as LABELS@PORT separated by semicolons. Empty: none is looked for.</summary>
    public string Exporters { get; set; } =
        "app=nvidia-dcgm-exporter@9400;app.kubernetes.io/name=dcgm-exporter@9400;app.kubernetes.io/name=metrics-exporter@5000;app=intel-xpumanager@29999;app.kubernetes.io/name=metric-exporter@41611";

    /// <summary>A page of every node's exporter where exporters are no pods, such as http://{node}:9400/metrics; {node} stands for the node's address. Empty: none.</summary>
    public string ExporterUrl { get; set; } = "";

    /// <summary>How often exporters are asked, in seconds.</summary>
    [Range(1, 3600)]
    public int ExporterSeconds { get; set; } = 15;

    /// <summary>After so many seconds without an answer, what an exporter said counts no more.</summary>
    [Range(5, 86_400)]
    public int ExporterStaleSeconds { get; set; } = 60;

    /// <summary>How long a connection may take to open.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take beyond the time that the agent was allowed to wait.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
