using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Models;

namespace KvFleet.TestOperator;

/// <summary>Writes its name into a ConfigMap, again and again, after some thought: what a leader that was stopped in mid-thought must not do.</summary>
internal sealed class WorkController(WorkPlace place, IKubernetesClient client, TimeProvider time) : IKeyController
{
    public static readonly ObjectKey Key = new(null, "work");

    private int _count;

    public async Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        place.Record("run", WorkPlace.Now());
        // Not cancelled, like much of what happens between a decision and its effect.
        await Task.Delay(TimeSpan.FromMilliseconds(20), time, CancellationToken.None);
        var map = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = "work", NamespaceProperty = place.Namespace },
            Data = new Dictionary<string, string> { ["by"] = place.Identity, ["count"] = $"{++_count}" },
        };
        await client.ApplyAsync(map, "work", cancellationToken: CancellationToken.None);
        return ReconciliationResult.Success(TimeSpan.FromMilliseconds(5));
    }
}
