using System.Text.Json;
using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Recording;
using KvFleet.Sweeping.Tests.Support;

namespace KvFleet.Sweeping.Tests.Recording;

/// <summary>On a filesystem of its own (tmpfs with noatime), since a mark sees every reader of the machine.</summary>
public sealed class AccessRecordingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-record-");

    public AccessRecordingTests()
    {
        Assert.SkipUnless(Credentials.IsRoot, "needs root");
        Mount.Attach("kvfleet", _folder.FullName, "tmpfs", MountFlags.None, "size=64m");
        Mount.Remount(_folder.FullName, (MountFlags)1024); // MS_NOATIME
    }

    [Fact]
    public void A_read_becomes_an_access_time_even_without_atime_and_the_modification_time_stays()
    {
        var path = File("a", age: 5000);
        using var queue = AccessQueue.Open(_folder.FullName);
        var recorder = new AccessRecorder(queue, TimeProvider.System, 600);
        var modified = System.IO.File.GetLastWriteTimeUtc(path);

        System.IO.File.ReadAllBytes(path);
        Age(path).ShouldBeGreaterThan(4000);
        Drain(queue, recorder);

        Age(path).ShouldBeLessThan(60);
        System.IO.File.GetLastWriteTimeUtc(path).ShouldBe(modified);
        recorder.Report().Written.ShouldBe(1);
    }

    [Fact]
    public void A_file_is_written_at_most_once_in_ten_minutes()
    {
        var fresh = File("fresh", age: 599 - 60);
        var old = File("old", age: 601);
        using var queue = AccessQueue.Open(_folder.FullName);
        var recorder = new AccessRecorder(queue, TimeProvider.System, 600);

        for (var i = 0; i < 5; i++)
        {
            System.IO.File.ReadAllBytes(fresh);
            System.IO.File.ReadAllBytes(old);
            Drain(queue, recorder);
            queue.Attend();
        }

        Age(fresh).ShouldBeGreaterThan(500);
        Age(old).ShouldBeLessThan(60);
        recorder.Report().Written.ShouldBe(1);
    }

    [Fact]
    public void A_file_that_was_seen_costs_nothing_for_two_minutes_and_is_seen_again_then()
    {
        var time = new ShiftedTime();
        var path = File("a", age: 5000);
        using var queue = AccessQueue.Open(_folder.FullName);
        var recorder = new AccessRecorder(queue, time, 600);
        System.IO.File.ReadAllBytes(path);
        Drain(queue, recorder);

        for (var i = 0; i < 10; i++)
            System.IO.File.ReadAllBytes(path);
        recorder.Drain();
        recorder.Report().Events.ShouldBe(1);

        time.Shift = TimeSpan.FromSeconds(700);
        recorder.Drain();
        System.IO.File.ReadAllBytes(path);
        Drain(queue, recorder);
        recorder.Report().Events.ShouldBe(2);
        recorder.Report().Written.ShouldBe(2);
    }

    [Fact]
    public void Reads_that_went_unrecorded_are_told()
    {
        // The queue holds fs.fanotify.max_queued_events files, each once.
        var limit = int.Parse(System.IO.File.ReadAllText("/proc/sys/fs/fanotify/max_queued_events"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.SkipWhen(limit > 50_000, "this machine's queue is too long to fill");
        using var queue = AccessQueue.Open(_folder.FullName);
        var recorder = new AccessRecorder(queue, TimeProvider.System, 600);
        for (var i = 0; i < limit + 10; i++)
        {
            var path = Path.Combine(_folder.FullName, $"{i}");
            System.IO.File.Create(path).Dispose();
            System.IO.File.OpenHandle(path).Dispose();
        }

        recorder.Drain().ShouldBeTrue();

        recorder.Report().LostAt.ShouldNotBeNull();
        recorder.Report().Problem.ShouldNotBeNull().ShouldContain("max_queued_events");
        recorder.Drain().ShouldBeFalse();
    }

    [Fact]
    public async Task The_process_says_that_it_records_and_ends_with_its_input()
    {
        var path = File("a", age: 5000);
        await using var process = new RunningProcess((input, output, stop) =>
            AccessRecordingProcess.RunAsync(["--mount", _folder.FullName], input, output, TextWriter.Null, TimeProvider.System, stop));
        JsonSerializer.Deserialize(await process.ReadAsync(), SweepJson.Default.AccessReport)!.LostAt.ShouldBeNull();

        await System.IO.File.ReadAllBytesAsync(path);

        for (var attempt = 0; attempt < 600 && Age(path) > 60; attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        Age(path).ShouldBeLessThan(60);
        (await process.EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_keeps_it_from_recording_is_said()
    {
        using var errors = new StringWriter();

        (await AccessRecordingProcess.RunAsync(["--mount", "/nowhere"], TextReader.Null, TextWriter.Null, errors, TimeProvider.System, CancellationToken.None)).ShouldBe(2);

        errors.ToString().ShouldContain("ENOENT");
        errors.ToString().ShouldContain("CAP_SYS_ADMIN");
    }

    public void Dispose()
    {
        for (var attempt = 0; !TryUnmount() && attempt < 100; attempt++)
            Thread.Sleep(100);
        _folder.Delete(recursive: true);
    }

    private static double Age(string path) => (TimeProvider.System.GetUtcNow() - new DateTimeOffset(System.IO.File.GetLastAccessTimeUtc(path), TimeSpan.Zero)).TotalSeconds;

    private static void Drain(AccessQueue queue, AccessRecorder recorder)
    {
        queue.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        recorder.Drain().ShouldBeFalse();
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Shift.TotalSeconds * TimestampFrequency);
    }

    private bool TryUnmount()
    {
        try
        {
            Mount.Unmount(_folder.FullName);
            return true;
        }
        catch (NativeException exception) when (exception.ErrorNumber == Errno.EBUSY)
        {
            return false;
        }
    }

    private string File(string name, double age)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllBytes(path, new byte[4096]);
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (long)age;
        FileTimes.Set(path, at, at).ShouldBe(0);
        return path;
    }
}
