namespace KvFleet.Kubernetes.Configuration;

/// <summary>
/// As whom the server shall take the requests, instead of as whoever the credentials name; those need the right to impersonate. Good for tests of roles:
/// <c>new KubernetesClient(configuration with { Impersonation = new() { UserName = "jane" } })</c>.
/// </summary>
public sealed record KubernetesImpersonation
{
    /// <summary>The user, for example <c>system:serviceaccount:ns:name</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>The user's uid; servers from 1.22 on.</summary>
    public string? Uid { get; init; }

    /// <summary>The user's groups. <c>system:authenticated</c> is added by the server only when none is given.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What else is known of the user, for example scopes. Keys are lower case on the server.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}
