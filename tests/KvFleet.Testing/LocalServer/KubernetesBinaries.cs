namespace KvFleet.Testing;

/// <summary>The control-plane programs that <c>tests/cluster/build-kubernetes</c> keeps in the cache, and etcd.</summary>
/// <param name="Etcd">Path of etcd.</param>
/// <param name="ApiServer">Path of kube-apiserver.</param>
public sealed record KubernetesBinaries(string Etcd, string ApiServer)
{
    /// <summary>Finds the programs.</summary>
    /// <param name="missing">What is missing and how to get it; empty when all are there.</param>
    /// <returns>The programs; null when one is missing.</returns>
    public static KubernetesBinaries? Find(out string missing)
    {
        var cache = Environment.GetEnvironmentVariable("KVFLEET_CACHE") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "kvfleet");
        var server = Directory.Exists(cache)
            ? Directory.EnumerateDirectories(cache, "kubernetes-v*").Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "kube-apiserver")).LastOrDefault(File.Exists)
            : null;
        var etcd = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Select(folder => Path.Combine(folder, "etcd")).FirstOrDefault(File.Exists);
        missing = (server, etcd) switch
        {
            (null, _) => $"no kube-apiserver under {cache}: tests/cluster/build-kubernetes makes one",
            (_, null) => "no etcd in the PATH: install etcd-server, or run make cluster-up",
            _ => string.Empty,
        };
        return server is null || etcd is null ? null : new KubernetesBinaries(etcd, server);
    }
}
