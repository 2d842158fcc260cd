namespace KvFleet.Kubernetes.Client;

/// <summary>The shape of a request's path: names of objects and namespaces become placeholders, so that spans of one kind of request share a name.</summary>
internal static class UrlTemplate
{
    /// <summary>For example <c>/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale</c>.</summary>
    /// <param name="path">Path, with or without query.</param>
    public static string Of(string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        var parts = (query < 0 ? path : path[..query]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        // Where the resource stands: behind /api/v1 or /apis/group/version.
        var resource = parts switch
        {
            ["api", _, ..] => 2,
            ["apis", _, _, ..] => 3,
            _ => parts.Length,
        };
        if (resource + 2 < parts.Length && parts[resource] is "namespaces")
        {
            // Subresources of a namespace itself; everything else there is a resource in it.
            if (parts[resource + 2] is not ("status" or "finalize"))
            {
                parts[resource + 1] = "{namespace}";
                resource += 2;
            }
        }

        if (resource + 1 < parts.Length)
            parts[resource + 1] = "{name}";
        return "/" + string.Join('/', parts);
    }
}
