namespace KvFleet.Api.Pools;

/// <summary>What a huge page size means in bytes and in Kubernetes' words.</summary>
public static class HugePageSizeExtensions
{
    /// <summary>Bytes of a huge page; 0 for <see cref="HugePageSize.None"/>.</summary>
    public static long Bytes(this HugePageSize size) => size switch
    {
        HugePageSize.TwoMebi => 2L << 20,
        HugePageSize.OneGibi => 1L << 30,
        _ => 0,
    };

    /// <summary>The resource that a pod requests: <c>memory</c>, <c>hugepages-2Mi</c> or <c>hugepages-1Gi</c>.</summary>
    public static string ResourceName(this HugePageSize size) => size switch
    {
        HugePageSize.TwoMebi => "hugepages-2Mi",
        HugePageSize.OneGibi => "hugepages-1Gi",
        _ => "memory",
    };
}
