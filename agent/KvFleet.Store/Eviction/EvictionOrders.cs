using KvFleet.Store.Memory;

namespace KvFleet.Store.Eviction;

/// <summary>From the name of a policy to its order.</summary>
internal static class EvictionOrders
{
    public static IEvictionOrder Create(EvictionPolicy policy, NativeArray<EvictionNode> nodes) => policy switch
    {
        EvictionPolicy.Lru => new LruOrder(nodes),
        EvictionPolicy.S3Fifo => new S3FifoOrder(nodes),
        EvictionPolicy.CostAware => new CostAwareOrder(nodes),
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such eviction policy."),
    };
}
