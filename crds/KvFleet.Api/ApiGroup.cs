namespace KvFleet.Api;

/// <summary>Names that every part of KvFleet shares: the API group and the well-known keys under it.</summary>
public static class ApiGroup
{
    /// <summary>The API group of the resources, also the name of the CSI driver.</summary>
    public const string Name = "kvfleet.io";

    /// <summary>The version of the resources.</summary>
    public const string Version = "v1alpha1";

    /// <summary>Finalizer on a <c>KVCachePool</c>: reachable agents give the memory back before the object goes.</summary>
    public const string DrainFinalizer = "kvfleet.io/drain";
}
