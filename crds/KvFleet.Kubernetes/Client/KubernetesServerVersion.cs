namespace KvFleet.Kubernetes.Client;

/// <summary>The server's version.</summary>
/// <param name="Major">For example 1.</param>
/// <param name="Minor">For example 20; suffixes such as the <c>+</c> of <c>20+</c> are cut off.</param>
/// <param name="GitVersion">The full text, for example <c>v1.20.2</c>.</param>
public sealed record KubernetesServerVersion(int Major, int Minor, string GitVersion)
{
    /// <summary>Whether the server is of this version or newer.</summary>
    /// <param name="major">For example 1.</param>
    /// <param name="minor">For example 25.</param>
    public bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);
}
