using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Recording;
using KvFleet.Sweeping.Sweeps;
using KvFleet.Sweeping.Tests.Support;

namespace KvFleet.Sweeping.Tests.Sweeps;

/// <summary>Recorder and sweeper together, on a filesystem that keeps no access times of its own.</summary>
public sealed class RecordedSweepTests : IDisposable
{
    private readonly SweepDirectory _directory = new();

    public RecordedSweepTests()
    {
        Assert.SkipUnless(Credentials.IsRoot, "needs root");
        Mount.Attach("kvfleet", _directory.Root, "tmpfs", MountFlags.None, "size=16m,mode=755");
        Mount.Remount(_directory.Root, (MountFlags)1024); // MS_NOATIME
    }

    [Fact]
    public void Row_llmd_FS_backend_is_evicted_from_85_to_70_percent_by_recorded_reads_where_access_times_mislead()
    {
        var paths = Enumerable.Range(0, 224).Select(i => _directory.Block(i, age: 10_000 - i, bytes: 64 << 10)).ToArray();
        _directory.Pool = _directory.Pool with { QuotaBytes = 1L << 40 };
        Percent().ShouldBeGreaterThan(85);
        using (var queue = AccessQueue.Open(_directory.Root))
        {
            var recorder = new AccessRecorder(queue, TimeProvider.System, Protection.WriteBackSeconds);

            // Written first, and still read: by the filesystem's own times these would go.
            foreach (var path in paths.Take(40))
                File.ReadAllBytes(path);
            while (recorder.Report().Written < 40)
            {
                queue.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
                recorder.Drain().ShouldBeFalse();
            }
        }

        using var sweeper = new FilesystemSweeper(TimeProvider.System);
        var report = _directory.Run(sweeper, _directory.Configuration() with { Watermarks = new SweepWatermarks(85, 70) });

        report.Pools[0].Deleted.ShouldHaveSingleItem().Reason.ShouldBe(SweepReason.Watermark);
        Percent().ShouldBeInRange(65, 70);
        paths.Take(40).ShouldAllBe(path => File.Exists(path));
        var left = paths.Skip(40).Select(File.Exists).ToArray();
        left.ShouldBeInOrder(SortDirection.Ascending, "the rest goes in the order in which it was written");
    }

    [Fact]
    public void A_sweep_that_is_ended_in_the_middle_leaves_what_is_protected_and_the_next_one_goes_on()
    {
        var paths = Enumerable.Range(0, 200).Select(i => _directory.Block(i, age: i < 150 ? 1000 + i : 5)).ToArray();
        _directory.Pool = _directory.Pool with { QuotaBytes = 4096, Pinned = ["m_0123456789ab_r0/003"] };
        using (var first = new FilesystemSweeper(TimeProvider.System))
        using (var stop = new CancellationTokenSource())
        {
            // Ten a second: it is ended at its first deletions, long before it is through.
            var ending = new Thread(() =>
            {
                while (_directory.Blocks() == 200)
                    Thread.Sleep(5);
                stop.Cancel();
            })
            {
                IsBackground = true,
            };
            ending.Start();
            Should.Throw<OperationCanceledException>(() => first.Run(_directory.Configuration() with { DeletesPerSecond = 10 }, stop.Token));
            ending.Join();
        }

        _directory.Blocks().ShouldBeInRange(50, 199);
        using var second = new FilesystemSweeper(TimeProvider.System);
        _directory.Run(second);

        paths.Select(File.Exists).ShouldBe(Enumerable.Range(0, 200).Select(i => i >= 150 || i % 16 == 3));
    }

    public void Dispose()
    {
        for (var attempt = 0; !TryUnmount() && attempt < 100; attempt++)
            Thread.Sleep(100);
        _directory.Dispose();
    }

    private double Percent()
    {
        var facts = FilesystemFacts.Of(_directory.Root);
        return facts.UsedBytes * 100.0 / facts.TotalBytes;
    }

    private bool TryUnmount()
    {
        try
        {
            Mount.Unmount(_directory.Root);
            return true;
        }
        catch (NativeException exception) when (exception.ErrorNumber == Errno.EBUSY)
        {
            return false;
        }
    }
}
