namespace KvFleet.Kubernetes.Client;

/// <summary>A version of an API group.</summary>
/// <param name="ApiVersion">As it stands in <c>apiVersion</c>, for example <c>apps/v1</c>.</param>
/// <param name="Resources">Its resources; may be empty or old when <paramref name="IsStale"/>.</param>
/// <param name="IsStale">The server behind this group could not be asked. Do not take its resources for absent.</param>
public sealed record ServerGroupVersion(string ApiVersion, IReadOnlyList<ServerResource> Resources, bool IsStale = false);
