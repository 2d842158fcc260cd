using System.Text.Json;
using KvFleet.Api;
using KvFleet.Api.Filesystems;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Operator.Status;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Filesystems;

/// <summary>Writes a shared filesystem's status when it says something new: problems at once, figures at most once a minute.</summary>
internal sealed class FilesystemStatusWriter(IKubernetesClient client, WritePacer pacer, StatusMemory<KVCacheFilesystemStatus> memory)
{
    /// <summary>The field manager.</summary>
    public const string FieldManager = "kvfleet-filesystem-status";

    /// <summary>What the server has, as far as can be told.</summary>
    public KVCacheFilesystemStatus? Newest(V1Alpha1KVCacheFilesystem filesystem) => memory.Newest(filesystem.Uid(), filesystem.Status);

    /// <summary>Writes.</summary>
    /// <param name="filesystem">The filesystem as the local copy has it.</param>
    /// <param name="after">What is known now.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>When figures are due; null if nothing is left to write.</returns>
    public async Task<TimeSpan?> WriteAsync(V1Alpha1KVCacheFilesystem filesystem, KVCacheFilesystemStatus after, CancellationToken cancellationToken)
    {
        if (pacer.Wait(filesystem.Uid(), Change(Newest(filesystem), after)) is not { } wait)
            return null;
        if (wait > TimeSpan.Zero)
            return wait;
        await client.ApplyStatusAsync(
            new V1Alpha1KVCacheFilesystem { Metadata = new V1ObjectMeta { Name = filesystem.Name() }, Status = after }, FieldManager, cancellationToken: cancellationToken);
        memory.Written(filesystem.Uid(), after);
        pacer.Written(filesystem.Uid());
        return null;
    }

    private static ReportChange Change(KVCacheFilesystemStatus? before, KVCacheFilesystemStatus after)
    {
        if (before is null || !Phases(before).SequenceEqual(Phases(after)))
            return ReportChange.Phase;
        return Bytes(before).AsSpan().SequenceEqual(Bytes(after)) ? ReportChange.None : ReportChange.Figures;
    }

    private static IEnumerable<object?> Phases(KVCacheFilesystemStatus status)
    {
        yield return (status.ObservedGeneration, status.Source, status.Nodes?.Wanted, status.Nodes?.Ready);
        foreach (var condition in status.Conditions ?? [])
            yield return (condition.Type, condition.Status, condition.Reason, condition.ObservedGeneration);
        foreach (var problem in status.Problems ?? [])
            yield return (problem.Name, problem.Reason);
        foreach (var pool in status.Pools ?? [])
            yield return (pool.Namespace, pool.Name, pool.Quota, pool.Used is null);
    }

    private static byte[] Bytes(KVCacheFilesystemStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, KvFleetJsonContext.Default.KVCacheFilesystemStatus);
}
