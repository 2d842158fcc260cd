using KvFleet.Kubernetes.Queues;

namespace KvFleet.Kubernetes.Tests.Queues;

/// <summary>What queue tests do again and again.</summary>
internal static class WorkQueueExtensions
{
    /// <summary>Takes that many keys, each of which must be there already.</summary>
    public static async Task<List<string>> TakeAllAsync(this WorkQueue<string> queue, int count)
    {
        var keys = new List<string>();
        for (var i = 0; i < count; i++)
        {
            queue.Depth.ShouldBeGreaterThan(0);
            keys.Add((await queue.TakeAsync(TestContext.Current.CancellationToken))!.Value.Key);
        }

        return keys;
    }
}
