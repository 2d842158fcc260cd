namespace KvFleet.Kubernetes.Configuration;

/// <summary>Kubeconfig files merged into one: of each name, the first file that has it wins.</summary>
internal sealed class KubeConfigFile
{
    public string? CurrentContext { get; set; }

    public string Origin { get; set; } = string.Empty;

    public Dictionary<string, KubeConfigEntry> Clusters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KubeConfigEntry> Users { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KubeConfigEntry> Contexts { get; } = new(StringComparer.Ordinal);
}
