namespace KvFleet.Store.Eviction;

/// <summary>By which rule entries leave when memory is full.</summary>
public enum EvictionPolicy
{
    /// <summary>Who was used least recently.</summary>
    Lru,

    /// <summary>S3-FIFO: who was not used again soon after it came leaves first, without disturbing the others.</summary>
    S3Fifo,

    /// <summary>Who saves least computing time per byte, by how often it was used, its cost and its place in its prefix; what is not used ages.</summary>
    CostAware,
}
