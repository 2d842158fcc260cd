namespace KvFleet.Kubernetes.Client;

/// <summary>A resource that the server has.</summary>
/// <param name="Type">Group, version, kind, plural name and scope: what <see cref="IKubernetesClient.Unstructured"/> takes.</param>
/// <param name="Verbs">What can be done with it, for example <c>list</c>.</param>
/// <param name="ShortNames">Names for typing, for example <c>po</c>.</param>
/// <param name="Subresources">Names of its subresources, for example <c>status</c>.</param>
public sealed record ServerResource(
    EntityMetadata Type, IReadOnlyList<string> Verbs, IReadOnlyList<string> ShortNames, IReadOnlyList<string> Subresources);
