using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Members;
using KvFleet.Sweeping.Scanning;
using KvFleet.Sweeping.Tests.Support;

namespace KvFleet.Sweeping.Tests.Scanning;

public sealed class PoolScannerTests : IDisposable
{
    private readonly TestTree _tree = new();
    private readonly PoolInventory _inventory = new();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Every_file_counts_with_the_blocks_that_it_has(int threads)
    {
        for (var i = 0; i < 500; i++)
            _tree.Block(i, age: i, bytes: 4096 * (1 + (i % 3)));
        _tree.Write("m_0123456789ab/config.json", bytes: 100);

        var outcome = _tree.Scan(_inventory, threads: threads);

        outcome.Problems.ShouldBeNull();
        outcome.Asked.ShouldBe(501);
        var usage = _inventory.Usage();
        usage.Files.ShouldBe(501);
        usage.Directories.ShouldBe(Directory.EnumerateDirectories(_tree.Path, "*", SearchOption.AllDirectories).Count() + 1);
        usage.Bytes.ShouldBe(Directory.EnumerateFileSystemEntries(_tree.Path, "*", SearchOption.AllDirectories).Append(_tree.Path).Sum(path => FileFacts.Of(path).ResidentBytes));
        _inventory.Ages(TestTree.Now).Files.ShouldBe([61, 439, 0, 0, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void A_pool_that_has_no_directory_yet_has_no_files_and_no_problem()
    {
        var outcome = PoolScanner.Scan(_tree.Order() with { Directory = Path.Combine(_tree.Root, "none") }, new PoolTrees([]), _inventory, 1, CancellationToken.None);

        outcome.Problems.ShouldBeNull();
        _inventory.Usage().ShouldBe(PoolUsage.None);
    }

    [Fact]
    public void Symbolic_links_are_not_followed()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_tree.Root, "other")).FullName;
        File.WriteAllBytes(Path.Combine(outside, $"{TestTree.Hash(1)}.bin"), new byte[100_000]);
        _tree.Block(1, age: 5);
        Directory.CreateSymbolicLink(Path.Combine(_tree.Path, "m_0123456789ab_r0", "fff"), outside);
        Directory.CreateSymbolicLink(Path.Combine(_tree.Path, "m_0123456789ab_r0", "001", "ff_g0"), outside);

        _tree.Scan(_inventory).Problems.ShouldBeNull();

        _inventory.Ages(TestTree.Now).Files.Sum().ShouldBe(1);
    }

    [Fact]
    public void What_cannot_be_read_is_said_with_its_path()
    {
        Assert.SkipUnless(Credentials.IsRoot, "needs root for another device");
        _tree.Block(1, age: 5);
        var mounted = Directory.CreateDirectory(Path.Combine(_tree.Path, "m_0123456789ab_r0", "001", "ff_g0")).FullName;
        Mount.Tmpfs(mounted, 1 << 20, 16, UnixFileMode.UserRead, MountFlags.None);
        try
        {
            _tree.Scan(_inventory).Problems.ShouldBe($"{mounted}: another filesystem is mounted there");
        }
        finally
        {
            Mount.Unmount(mounted);
        }
    }

    [Fact]
    public void A_directory_that_did_not_change_is_not_looked_at_again()
    {
        for (var i = 0; i < 100; i++)
            _tree.Block(i, age: 1000);
        _tree.AllChanged(age: 500);
        _tree.Scan(_inventory).Asked.ShouldBe(100);
        var before = _inventory.Usage();

        _tree.Scan(_inventory, _tree.Order(full: false)).Asked.ShouldBe(0);

        _inventory.Usage().ShouldBe(before);
        _inventory.Ages(TestTree.Now).Files.Sum().ShouldBe(100);
        _tree.Scan(_inventory, _tree.Order(full: true)).Asked.ShouldBe(100);
    }

    [Fact]
    public void A_directory_that_changed_is_looked_at_and_only_that()
    {
        for (var i = 0; i < 210; i++)
            _tree.Block(i, age: 1000);
        _tree.AllChanged(age: 500);
        _tree.Scan(_inventory);
        File.Delete(_tree.Block(0, age: 0));
        _tree.Block(21, age: 0, bytes: 8192);
        _tree.Block(2100, age: 0);
        _tree.Changed("m_0123456789ab_r0/000/00_g0", age: 0);

        var outcome = _tree.Scan(_inventory, _tree.Order(full: false));

        outcome.Asked.ShouldBe(10);
        _inventory.Usage().Files.ShouldBe(210);
        _inventory.Ages(TestTree.Now).Files.ShouldBe([2, 0, 208, 0, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void A_directory_that_changed_just_before_the_last_look_is_looked_at_again()
    {
        _tree.Block(1, age: 1000);
        _tree.AllChanged(age: 1);
        _tree.Scan(_inventory);

        _tree.Scan(_inventory, _tree.Order(full: false)).Asked.ShouldBe(1);
    }

    [Fact]
    public void Uses_since_the_last_look_are_told_by_how_long_the_file_had_rested()
    {
        var read = _tree.Block(1, age: 5000);
        _tree.Block(2, age: 5000);
        _tree.Scan(_inventory).HitAges.ToHistogram().Files.Sum().ShouldBe(0);
        _tree.Read(read, age: 100);

        var hits = _tree.Scan(_inventory).HitAges.ToHistogram();

        hits.Files.ShouldBe([0, 0, 0, 1, 0, 0, 0, 0, 0]);
        hits.Bytes[3].ShouldBe(4096);
    }

    [Fact]
    public void Pinned_files_and_all_in_pinned_directories_are_counted_but_never_to_be_chosen()
    {
        _tree.Write("m_0123456789ab_r0/001/01_g0/" + TestTree.Hash(1) + ".bin", age: 50);
        _tree.Write("m_0123456789ab_r0/001/01_g0/" + TestTree.Hash(2) + ".bin", age: 50);
        _tree.Write("m_0123456789ab_r0/002/01_g0/" + TestTree.Hash(3) + ".bin", age: 50);
        _tree.Write("n_0123456789ab_r0/002/01_g0/" + TestTree.Hash(4) + ".bin", age: 50);
        var pins = new PinSet([$"m_0123456789ab_r0/001/01_g0/{TestTree.Hash(1)}.bin", "m_0123456789ab_r0/002", "n_0123456789ab_r0"]);

        _tree.Scan(_inventory, _tree.Order() with { Pins = pins });

        _inventory.Usage().PinnedBytes.ShouldBe(3 * 4096);
        _inventory.Usage().Files.ShouldBe(4);
        _inventory.Ages(TestTree.Now).Files.Sum().ShouldBe(1);
    }

    [Fact]
    public void Members_look_at_parts_that_together_are_the_whole()
    {
        for (var i = 0; i < 300; i++)
        {
            _tree.Write($"m_0123456789ab_r0/{i:x3}/00_g0/{TestTree.Hash(i)}.bin", age: 10);
            _tree.Write($"flat/{TestTree.Hash(i)}_model_0_1.bin", age: 10);
        }

        long sum = 0;
        string[] members = ["a", "b", "c"];
        foreach (var member in members)
        {
            using var part = new PoolInventory();
            _tree.Scan(part, _tree.Order() with { Slots = SlotShares.Of(member, members) });
            var files = part.Ages(TestTree.Now).Files.Sum();
            files.ShouldBeInRange(100, 300);
            sum += files;
        }

        sum.ShouldBe(600);
    }

    [Fact]
    public void Old_temporary_files_and_empty_directories_are_leftovers()
    {
        _tree.Write($"m_0123456789ab_r0/001/01_g0/{TestTree.Hash(1)}.bin_123.tmp", age: 5000);
        _tree.Write($"m_0123456789ab_r0/001/01_g0/{TestTree.Hash(2)}.bin_124.tmp", age: 5);
        Directory.CreateDirectory(Path.Combine(_tree.Path, "m_0123456789ab_r0/002/old_g0"));
        Directory.CreateDirectory(Path.Combine(_tree.Path, "m_0123456789ab_r0/003"));
        Directory.CreateDirectory(Path.Combine(_tree.Path, "m_0123456789ab_r0/004"));
        _tree.AllChanged(age: 9000);
        _tree.Changed("m_0123456789ab_r0/004", age: 1);

        var outcome = _tree.Scan(_inventory, _tree.Order() with { TemporaryAgeSeconds = 3600, EmptyAgeSeconds = 3600 });

        outcome.Leftovers.Select(left => (left.Directory, System.Text.Encoding.UTF8.GetString(left.Name), left.Reason)).Order().ShouldBe([
            ("m_0123456789ab_r0", "003", SweepReason.EmptyDirectory),
            ("m_0123456789ab_r0/001/01_g0", $"{TestTree.Hash(1)}.bin_123.tmp", SweepReason.OrphanedTemporaryFile),
            ("m_0123456789ab_r0/002", "old_g0", SweepReason.EmptyDirectory),
        ]);
        _inventory.Usage().TemporaryBytes.ShouldBe(2 * 4096);
    }

    [Fact]
    public void What_no_layout_knows_is_counted_and_never_to_be_chosen()
    {
        _tree.Write("notes.txt", age: 5000, bytes: 9000);
        _tree.Write("m_0123456789ab_r0/001/01_g0/results.bin", age: 5000, bytes: 4096);

        _tree.Scan(_inventory);

        _inventory.Usage().ForeignBytes.ShouldBe(12288 + 4096);
        _inventory.Ages(TestTree.Now).Files.Sum().ShouldBe(0);
    }

    [Fact]
    public void Files_outside_the_current_trees_are_stale()
    {
        _tree.Write($"new/m_0123456789ab_r0/001/01_g0/{TestTree.Hash(1)}.bin", age: 50);
        _tree.Write($"old/e/c/l/tp/m_0123456789ab_r0/001/01_g0/{TestTree.Hash(2)}.bin", age: 50);

        _tree.Scan(_inventory, trees: new SweepTree { Path = "new", Layout = TreeLayoutKind.VllmFs });

        var stale = _inventory.Units.Where(unit => unit.Value.IsStale).Select(unit => unit.Key).ToArray();
        stale.ShouldAllBe(path => path.StartsWith("old", StringComparison.Ordinal));
        _inventory.Usage().StaleBytes.ShouldBeGreaterThanOrEqualTo(4096);
        _inventory.Ages(TestTree.Now).Files.Sum().ShouldBe(2);
    }

    public void Dispose()
    {
        _inventory.Dispose();
        _tree.Dispose();
    }
}
