using KvFleet.Api.Pools;
using KvFleet.Api.Validation;
using KvFleet.Planning;

namespace KvFleet.Operator.Fleet;

/// <summary>A pool as the operator saw it at one instant, and what it was given.</summary>
public sealed record PoolPicture
{
    /// <summary>The pool.</summary>
    public required V1Alpha1KVCachePool Pool { get; init; }

    /// <summary>Its key.</summary>
    public required PoolKey Key { get; init; }

    /// <summary>Its spec with all defaults, or what is wrong with it.</summary>
    public required PoolResolution Resolution { get; init; }

    /// <summary>What the plan gives to it; null if it could not be planned for.</summary>
    public PoolPlan? Plan { get; init; }

    /// <summary>Its UID.</summary>
    public string Uid => Pool.Metadata.Uid!;

    /// <summary>Whether it is being deleted.</summary>
    public bool Deleting => Pool.Metadata.DeletionTimestamp is not null;
}
