using System.Diagnostics;
using System.Globalization;

namespace KvFleet.Store.Tests.Disk;

/// <summary>A process that writes is killed at any moment, again and again over the same directory. <c>KVFLEET_TEST_CRASHES</c> says how often (8).</summary>
public sealed class DiskCrashTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kvfleet-crash-");
    private readonly DirectoryInfo _notes = Directory.CreateDirectory(Path.Combine("/dev/shm", $"kvfleet-crash-{Guid.NewGuid():N}"));
    private readonly Dictionary<int, bool> _committed = [];
    private int _first;

    public void Dispose()
    {
        _directory.Delete(recursive: true);
        _notes.Delete(recursive: true);
    }

    [Fact]
    public async Task After_any_kill_every_committed_value_is_found_whole_and_no_removed_one()
    {
        var crashes = int.Parse(Environment.GetEnvironmentVariable("KVFLEET_TEST_CRASHES") ?? "8", CultureInfo.InvariantCulture);
        var random = new Random(20260101);
        for (var crash = 0; crash < crashes; crash++)
        {
            await CrashAsync(TimeSpan.FromMilliseconds(random.Next(20, 400)));
            using var bed = new DiskBed(CrashWriter.Options(CopyOfNotes()), rows: 32, directory: CopyOfDirectory());
            foreach (var (key, isThere) in _committed)
                bed.Tier.Contains(TestMemory.Key(key)).ShouldBe(isThere, $"key {key} after crash {crash}");

            // Not only those that were said: whatever is found has its own bytes.
            foreach (var key in Enumerable.Range(0, _first + 300).Where(key => bed.Tier.Contains(TestMemory.Key(key))).Order().Where(key => key % 7 == crash % 7))
                bed.Load(key).ShouldBe(CrashWriter.Value(key, 0));
            bed.Report.Damaged.ShouldBe(0);
        }

        _committed.Count(static pair => pair.Value).ShouldBeGreaterThan(crashes * 5, "the writer must have got something done");
        _committed.Count(static pair => !pair.Value).ShouldBeGreaterThan(crashes, "and removed something");
    }

    [Fact]
    public async Task A_byte_that_flips_before_the_restart_is_found_out()
    {
        await CrashAsync(TimeSpan.FromMilliseconds(400));
        var there = _committed.Where(static pair => pair.Value).Select(static pair => pair.Key).Order().ToArray();
        // The last one lies in a segment without a summary, the first in one with.
        foreach (var victim in new[] { there[0], there[^1] })
            DiskFiles.FlipValueByte(Directory.EnumerateFiles(_directory.FullName, "segment-*"), CrashWriter.Value(victim, 0));
        using var bed = new DiskBed(CrashWriter.Options(CopyOfNotes()), rows: 32, directory: CopyOfDirectory());

        bed.Load(there[0]).ShouldBeNull();
        bed.Load(there[^1]).ShouldBeNull();
        (bed.Report.Damaged + bed.Report.Torn).ShouldBeGreaterThanOrEqualTo(2);
        bed.Load(there[1]).ShouldBe(CrashWriter.Value(there[1], 0));
    }

    [Fact]
    public async Task Without_the_notes_of_removed_keys_this_test_finds_some_again()
    {
        // Shows that the notes are what keeps removed keys away: the same crash without them, by a tier that is slow to tell the disk.
        for (var crash = 0; crash < 20; crash++)
        {
            await CrashAsync(TimeSpan.FromMilliseconds(600), interval: 250);
            foreach (var file in _notes.EnumerateFiles("*", SearchOption.AllDirectories))
                file.Delete();
            using var bed = new DiskBed(CrashWriter.Options(CopyOfNotes()), rows: 32, directory: CopyOfDirectory());
            if (_committed.Any(pair => !pair.Value && bed.Tier.Contains(TestMemory.Key(pair.Key))))
                return;
        }

        Assert.Fail("Nothing came back: the test of killed processes does not see what it is there for.");
    }

    private async Task CrashAsync(TimeSpan after, int interval = 10)
    {
        var program = Environment.ProcessPath!;
        using var writer = Process.Start(new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { [CrashWriter.Variable] = $"{_directory.FullName}|{_notes.FullName}|{_first.ToString(CultureInfo.InvariantCulture)}|{interval.ToString(CultureInfo.InvariantCulture)}" },
        })!;
        var seen = await ReadAsync(writer, lines: 1);
        using (var timer = new Timer(_ => writer.Kill(), null, after, Timeout.InfiniteTimeSpan))
            seen.AddRange(await ReadAsync(writer, int.MaxValue));
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        writer.ExitCode.ShouldBe(128 + 9);
        foreach (var words in seen.Select(static line => line.Split(' ')))
            _committed[int.Parse(words[1], CultureInfo.InvariantCulture)] = words[0] == "committed";
        _first = _committed.Keys.DefaultIfEmpty(0).Max() + 250;
    }

    private static async Task<List<string>> ReadAsync(Process writer, int lines)
    {
        List<string> seen = [];
        while (seen.Count < lines && await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            seen.Add(line);
        return seen;
    }

    private string CopyOfNotes()
    {
        var copy = _notes.CreateSubdirectory("copy");
        foreach (var file in _notes.EnumerateFiles())
            file.CopyTo(Path.Combine(copy.FullName, file.Name), overwrite: true);
        return copy.FullName;
    }

    // The next writer goes on over what the killed one left, not over what this process made of it.
    private string CopyOfDirectory()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_directory.FullName, "copy"));
        foreach (var file in copy.EnumerateFiles())
            file.Delete();
        foreach (var file in _directory.EnumerateFiles("segment-*"))
            file.CopyTo(Path.Combine(copy.FullName, file.Name));
        return copy.FullName;
    }
}
