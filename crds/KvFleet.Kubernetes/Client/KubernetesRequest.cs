namespace KvFleet.Kubernetes.Client;

/// <summary>A request that can be sent more than once.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path and query, relative to the server.</param>
/// <param name="Body">Body; empty for none.</param>
/// <param name="ContentType">Type of the body.</param>
internal sealed record KubernetesRequest(HttpMethod Method, string Path, ReadOnlyMemory<byte> Body = default, string ContentType = "application/json")
{
    /// <summary>Media types that are understood in the answer.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>For messages: method and path without the query.</summary>
    public override string ToString()
    {
        var query = Path.IndexOf('?', StringComparison.Ordinal);
        return $"{Method.Method} {(query < 0 ? Path : Path[..query])}";
    }
}
