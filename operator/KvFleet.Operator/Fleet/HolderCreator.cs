using System.Net;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Diagnostics;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Options;
using KvFleet.Operator.Placement;
using KvFleet.Operator.Specs;

namespace KvFleet.Operator.Fleet;

/// <summary>Creates holder pods and makes sense of refusals.</summary>
/// <param name="client">The API server.</param>
/// <param name="faults">Where refusals are noted.</param>
/// <param name="recent">Where successes are noted.</param>
/// <param name="metrics">Where both are counted.</param>
/// <param name="options">The image.</param>
internal sealed class HolderCreator(IKubernetesClient client, FaultBook faults, Recent recent, OperatorMetrics metrics, AgentOptions options)
{
    /// <summary>Creates a holder pod.</summary>
    /// <param name="creation">What to create.</param>
    /// <param name="pool">Its pool.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The pod, or null if it was refused; the fault is noted. What may work a moment later is thrown.</returns>
    public async Task<HolderPod?> CreateAsync(HolderCreation creation, V1Alpha1KVCachePool pool, CancellationToken cancellationToken)
    {
        try
        {
            var made = HolderPodReader.Read(PodTrimming.Trim(await client.CreateAsync(HolderPodBuilder.Build(creation, pool, options), cancellationToken)));
            if (made is null)
                return Note(creation, HolderFaultKind.Refused, $"the pod {creation.Key.Namespace}/{creation.Name} was stored without the labels, annotations or owner that KvFleet wrote; check the cluster's mutating webhooks.");
            recent.Created(made);
            metrics.HolderCreated();
            return made;
        }
        catch (KubernetesApiException error) when (error.IsAlreadyExists)
        {
            return await AdoptAsync(creation, cancellationToken);
        }
        catch (KubernetesApiException error) when (error.IsForbidden || error.IsInvalid || error.StatusCode == HttpStatusCode.BadRequest)
        {
            // The pool goes with its namespace; there is nobody left to tell.
            if (error.Status.Details?.Causes?.Any(static cause => cause.Reason == "NamespaceTerminating") == true)
                return null;

            // The API has no reason of its own for quotas: Forbidden is all there is, so this one message has to be read.
            return error.IsForbidden && error.Status.Message?.Contains("exceeded quota", StringComparison.Ordinal) == true
                ? Note(creation, HolderFaultKind.QuotaExceeded, $"{error.Status.Message}. Raise the ResourceQuota of namespace {creation.Key.Namespace} or lower spec.capacity.")
                : Note(creation, HolderFaultKind.Refused, $"the API server refuses the pod: {error.Status.Message}");
        }
    }

    // Names are the same in every process: ours may have been made by a run that ended before it could say so.
    private async Task<HolderPod?> AdoptAsync(HolderCreation creation, CancellationToken cancellationToken)
    {
        var existing = await client.GetAsync<V1Pod>(creation.Name, creation.Key.Namespace, cancellationToken);
        if (existing is null)
            return null;
        if (HolderPodReader.Read(PodTrimming.Trim(existing)) is { } ours && ours.PoolUid == creation.Pool.Uid && ours.Node == creation.Node)
        {
            recent.Created(ours);
            return ours;
        }

        return Note(
            creation,
            HolderFaultKind.NameTaken,
            $"a pod {creation.Key.Namespace}/{creation.Name} that KvFleet did not make has the holder's name. It is not used; delete it, and see who may create pods in that namespace.");
    }

    private HolderPod? Note(HolderCreation creation, HolderFaultKind kind, string message)
    {
        faults.Note(creation.Pool.Uid, creation.Node, kind, message);
        metrics.HolderRefused(kind);
        return null;
    }
}
