using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>A resource that the fake server serves.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Plural">Name in URLs.</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
/// <param name="HasStatus">Whether status is a subresource, and so ignored in other writes.</param>
/// <param name="IsCustom">Whether it comes from a CRD: updates must then name a resource version.</param>
public sealed record FakeResource(
    string Group, string Version, string Kind, string Plural, bool Namespaced = true, bool HasStatus = false, bool IsCustom = false)
{
    /// <summary>The schema that its definition has; null when it was registered without.</summary>
    internal JsonObject? Schema { get; init; }

    /// <summary>What can be done with every resource.</summary>
    internal static IReadOnlyList<string> Verbs { get; } = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>What can be done with a status.</summary>
    internal static IReadOnlyList<string> StatusVerbs { get; } = ["get", "patch", "update"];

    /// <summary>Names for typing.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>What stands in <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>pods</c>, <c>leases.coordination.k8s.io</c>: as the server's messages name it.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
