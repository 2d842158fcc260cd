namespace KvFleet.E2E.Tests.Cluster;

/// <summary>A KVCacheFilesystem of a test.</summary>
internal sealed class Filesystem(string name) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>GlusterFS, for the pools of one namespace.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="source">Server and volume.</param>
    /// <param name="namespace">Whose pools may use it.</param>
    /// <param name="more">One more line of the spec.</param>
    public static async Task<Filesystem> ApplyAsync(string name, string source, string @namespace, string more = "")
    {
        await Kubectl.ApplyAsync($$"""
            apiVersion: kvfleet.io/v1alpha1
            kind: KVCacheFilesystem
            metadata: { name: {{name}} }
            spec:
              mount: { type: glusterfs, source: "{{source}}" }
              allowedNamespaces: [{{@namespace}}]
              {{more}}
            """);
        return new Filesystem(name);
    }

    public async ValueTask DisposeAsync() => await Kubectl.TryRunAsync(null, "delete", "kvcachefilesystem", name, "--timeout=60s");
}
