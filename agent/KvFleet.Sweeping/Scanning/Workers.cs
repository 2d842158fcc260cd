using System.Runtime.ExceptionServices;

namespace KvFleet.Sweeping.Scanning;

/// <summary>
/// Threads of their own for calls that may hang on a remote filesystem: the thread pool never waits for one. Bounded; each takes the next item until there are none.
/// </summary>
internal static class Workers
{
    /// <summary>Runs over all items and waits for the end.</summary>
    /// <param name="items">What to do.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="make">Makes what one thread works with.</param>
    /// <param name="run">Does one item.</param>
    /// <param name="cancellationToken">No further items are begun.</param>
    /// <typeparam name="TItem">Item.</typeparam>
    /// <typeparam name="TWorker">What one thread works with; disposed at its end.</typeparam>
    public static void Run<TItem, TWorker>(IReadOnlyList<TItem> items, int threads, Func<TWorker> make, Action<TWorker, TItem> run, CancellationToken cancellationToken)
        where TWorker : IDisposable
    {
        var next = -1;
        ExceptionDispatchInfo? failure = null;

        void Work()
        {
            try
            {
                using var worker = make();
                while (failure is null && Interlocked.Increment(ref next) is var index && index < items.Count)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    run(worker, items[index]);
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            }
        }

        var others = new Thread[Math.Clamp(Math.Min(threads, items.Count) - 1, 0, 63)];
        for (var index = 0; index < others.Length; index++)
        {
            others[index] = new Thread(Work) { IsBackground = true, Name = "sweep" };
            others[index].Start();
        }

        Work();
        foreach (var other in others)
            other.Join();
        failure?.Throw();
    }
}
