using KvFleet.Model;

namespace KvFleet.Planning.Allocation;

/// <summary>Finds pools whose specification makes no sense. Admission refuses most of them; a planner that trusted it would plan nonsense for those it did not see.</summary>
internal static class PoolProblems
{
    /// <summary>What is wrong and what to do, or null.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="quantum">Bytes of one quantum for its kind of memory.</param>
    public static string? Find(PoolSnapshot pool, long quantum)
    {
        if (pool.CapacityBytes <= 0)
        {
            return $"The capacity is {pool.CapacityBytes} bytes; set spec.capacity to a positive size.";
        }

        if (pool.CapacityBytes > long.MaxValue / 4)
        {
            return $"The capacity of {ByteText.Format(pool.CapacityBytes)} is larger than any fleet; lower spec.capacity.";
        }

        if (pool.PerNodeMinBytes < 0)
        {
            return $"The minimum per node is {pool.PerNodeMinBytes} bytes; set spec.hostMemory.minPerNode to a size that is not negative, or leave it out.";
        }

        if (pool.PerNodeMaxBytes is <= 0)
        {
            return $"The maximum per node is {pool.PerNodeMaxBytes} bytes; set spec.hostMemory.maxPerNode to a positive size, or leave it out.";
        }

        if (pool.PerNodeMaxBytes is { } maximum && pool.PerNodeMinBytes > maximum)
        {
            return $"The minimum per node of {ByteText.Format(pool.PerNodeMinBytes)} is above the maximum of {ByteText.Format(maximum)}; raise spec.hostMemory.maxPerNode or lower minPerNode.";
        }

        if (pool.PerNodeMaxBytes is { } most && (pool.PerNodeMinBytes + quantum - 1) / quantum > most / quantum)
        {
            return $"Between the minimum per node of {ByteText.Format(pool.PerNodeMinBytes)} and the maximum of {ByteText.Format(most)} lies no multiple of the quantum {ByteText.Format(quantum)}; raise spec.hostMemory.maxPerNode to the next multiple.";
        }

        return pool.Weight < 1 ? $"The weight is {pool.Weight}; set spec.weight to 1 or more." : null;
    }
}
