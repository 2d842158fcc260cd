using System.Collections.Concurrent;
using KvFleet.Native;

namespace KvFleet.Store.Extents.Locking;

/// <summary>
/// Maps and locks extents in this very process, for a machine without a node container. Needs RLIMIT_MEMLOCK (or CAP_IPC_LOCK) for what it locks. Calls that
/// may take long run on a thread of their own.
/// </summary>
/// <param name="nodes">The NUMA nodes of the machine.</param>
public sealed class LocalExtentLocker(IReadOnlyCollection<NumaNode> nodes) : IExtentLocker, IDisposable
{
    private readonly ConcurrentDictionary<string, SharedMapping> _mappings = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task PrepareAsync(Extent extent, string volumeId, CancellationToken cancellationToken) => RunAsync(extent.LockId, () =>
    {
        if (_mappings.ContainsKey(extent.LockId))
            return 0;
        var mapping = SharedMapping.Map(extent.File, 0, extent.Plan.Bytes);
        try
        {
            var policy = ExtentPolicy.Of(extent.Plan, nodes);
            if (policy.Mode != NumaMode.None)
                mapping.SetPolicy(policy);
        }
        catch
        {
            mapping.Dispose();
            throw;
        }

        _mappings[extent.LockId] = mapping;
        return 0;
    });

    /// <inheritdoc/>
    public Task<long> LockAsync(string lockId, CancellationToken cancellationToken) => RunAsync(lockId, () =>
    {
        if (!_mappings.TryGetValue(lockId, out var mapping))
            throw new ExtentLockerException($"Extent {lockId} was not prepared.");
        mapping.Lock();
        return mapping.LengthBytes;
    });

    /// <inheritdoc/>
    public Task UnlockAsync(string lockId, CancellationToken cancellationToken) => RunAsync(lockId, () =>
    {
        if (_mappings.TryRemove(lockId, out var mapping))
            mapping.Dispose();
        return 0;
    });

    /// <inheritdoc/>
    public async Task RetainAsync(IReadOnlyCollection<string> lockIds, CancellationToken cancellationToken)
    {
        foreach (var id in _mappings.Keys.Except(lockIds, StringComparer.Ordinal).ToList())
            await UnlockAsync(id, cancellationToken);
    }

    /// <summary>Unlocks and unmaps everything.</summary>
    public void Dispose()
    {
        foreach (var mapping in _mappings.Values)
            mapping.Dispose();
        _mappings.Clear();
    }

    private static Task<long> RunAsync(string lockId, Func<long> call)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (NativeException e)
            {
                done.SetException(new ExtentLockerException($"extent {lockId}: {e.Message}", e));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "kvfleet-memory",
        };
        thread.Start();
        return done.Task;
    }
}
