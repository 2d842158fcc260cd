using System.Runtime;
using KvFleet.Native;

namespace KvFleet.Agent.Hosting;

/// <summary>
/// Gives back what starting needed and running does not: garbage, and pages of program files. An agent on every node is charged to every node; it idles nearly always, and a
/// restart of its working set costs a few milliseconds of soft faults.
/// </summary>
internal sealed partial class IdleMemory(TimeProvider time, ILogger<IdleMemory> logger)
{
    private const string Smaps = "/proc/self/smaps";
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(5);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var pause = First; ; pause = Again)
        {
            await Task.Delay(pause, time, cancellationToken);
            try
            {
                await ReleaseAsync(cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A machine that does not show it does without.
                LogUnavailable(e.Message);
                return;
            }
        }
    }

    private static IReadOnlySet<(nint Address, long Bytes)> Find() => CleanPages.Find(File.ReadLines(Smaps));

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var earlier = Find();
        await Task.Delay(Apart, time, cancellationToken);
        CleanPages.Release(earlier, Find());
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    [LoggerMessage(1702, LogLevel.Debug, "Memory of the start is not given back: {Reason}")]
    private partial void LogUnavailable(string reason);
}
