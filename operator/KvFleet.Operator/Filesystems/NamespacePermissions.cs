using System.Collections.Concurrent;
using KvFleet.Api;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Filesystems;

/// <summary>Asks the API server whether the service accounts of a namespace may use a KVCacheFilesystem. Answers are kept for a moment: there is one question for every pool of every plan.</summary>
internal sealed class NamespacePermissions(IKubernetesClient client, TimeProvider time)
{
    /// <summary>The verb that an admin grants.</summary>
    public const string Verb = "use";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<(string Namespace, string Filesystem), (bool Allowed, DateTimeOffset Until)> _known = new();

    /// <summary>Asks, unless it did a moment ago.</summary>
    /// <param name="namespace">The namespace.</param>
    /// <param name="filesystem">The filesystem.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<bool> MayUseAsync(string @namespace, string filesystem, CancellationToken cancellationToken)
    {
        var key = (@namespace, filesystem);
        if (_known.TryGetValue(key, out var known) && time.GetUtcNow() < known.Until)
            return known.Allowed;
        var review = await client.CreateAsync(
            new V1SubjectAccessReview
            {
                Spec = new V1SubjectAccessReviewSpec
                {
                    User = $"system:serviceaccount:{@namespace}:default",
                    Groups = ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"],
                    ResourceAttributes = new V1ResourceAttributes { NamespaceProperty = @namespace, Verb = Verb, Group = ApiGroup.Name, Resource = "kvcachefilesystems", Name = filesystem },
                },
            },
            cancellationToken);
        var allowed = review.Status is { Allowed: true };
        _known[key] = (allowed, time.GetUtcNow() + Fresh);
        return allowed;
    }
}
