using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>Makes sample objects.</summary>
internal static class Samples
{
    public static SampleEntity Make(string name, string version = "1", string uid = "u1", params string[] finalizers) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns", Uid = uid, ResourceVersion = version, Finalizers = finalizers.Length == 0 ? null : finalizers },
    };

    public static SampleEntity Deleting(SampleEntity entity)
    {
        entity.Metadata.DeletionTimestamp = DateTimeOffset.UnixEpoch;
        return entity;
    }
}
