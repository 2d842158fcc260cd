namespace KvFleet.Kubernetes.Contract.Tests.Informers;

internal enum HeardKind
{
    Added,
    Updated,
    Deleted,
}
