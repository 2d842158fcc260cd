using System.Diagnostics;

namespace KvFleet.Kubernetes.Diagnostics;

/// <summary>The one source of traces of this assembly.</summary>
public static class KubernetesActivitySource
{
    /// <summary>The source's name: <c>tracing.AddSource(KubernetesActivitySource.Name)</c>.</summary>
    public const string Name = "KvFleet.Kubernetes";

    internal static ActivitySource Source { get; } = new(Name, typeof(KubernetesActivitySource).Assembly.GetName().Version?.ToString(3));
}
