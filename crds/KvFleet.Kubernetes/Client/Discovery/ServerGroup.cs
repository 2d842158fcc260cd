namespace KvFleet.Kubernetes.Client;

/// <summary>An API group that the server has.</summary>
/// <param name="Name">Its name; empty for the core group.</param>
/// <param name="Versions">Its versions, the preferred one first.</param>
public sealed record ServerGroup(string Name, IReadOnlyList<ServerGroupVersion> Versions)
{
    /// <summary>The resource of a kind in the most preferred version that has it; null when none has.</summary>
    /// <param name="kind">The kind.</param>
    public ServerResource? FindKind(string kind) =>
        Versions.SelectMany(v => v.Resources).FirstOrDefault(r => string.Equals(r.Type.Kind, kind, StringComparison.Ordinal));
}
