using KvFleet.Sweeping.Deletion;
using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Scanning;
using KvFleet.Sweeping.Selection;
using KvFleet.Sweeping.Tests.Support;

namespace KvFleet.Sweeping.Tests.Deletion;

public sealed class PoolDeleterTests : IDisposable
{
    private readonly TestTree _tree = new();
    private readonly PoolInventory _inventory = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_longest_unused_files_go_and_no_others(int threads)
    {
        for (var i = 0; i < 600; i++)
            _tree.Block(i, age: 10 + ((i * 7919L) % 600));
        _tree.Scan(_inventory);

        var counts = Free(files: 250, threads: threads);

        counts.Files.ShouldBe(250);
        counts.Spared.ShouldBe(0);
        _tree.Blocks().ShouldBe(Enumerable.Range(0, 600).Where(i => (i * 7919L) % 600 < 350).Select(TestTree.Hash).Order(StringComparer.Ordinal));
        Known().ShouldBe(350);
    }

    [Fact]
    public void Afterwards_the_inventory_is_what_a_new_look_finds()
    {
        for (var i = 0; i < 300; i++)
            _tree.Block(i, age: i, bytes: 4096 * (1 + (i % 5)));
        _tree.Scan(_inventory);
        Free(files: 120);
        var known = _inventory.Usage();
        var ages = _inventory.Ages(TestTree.Now);

        using var anew = new PoolInventory();
        _tree.Scan(anew);

        // Directories shrink or not as the filesystem likes.
        (known.Files, known.Directories).ShouldBe((anew.Usage().Files, anew.Usage().Directories));
        Math.Abs(known.Bytes - anew.Usage().Bytes).ShouldBeLessThan(100_000);
        ages.Files.ShouldBe(anew.Ages(TestTree.Now).Files);
        ages.Bytes.ShouldBe(anew.Ages(TestTree.Now).Bytes);
    }

    [Fact]
    public void A_file_that_was_used_since_it_was_looked_at_stays()
    {
        var read = _tree.Block(1, age: 1000);
        _tree.Block(2, age: 900);
        _tree.Block(3, age: 10);
        _tree.Scan(_inventory);
        _tree.Read(read, age: 5);

        var counts = Free(files: 2);

        (counts.Files, counts.Spared).ShouldBe((1, 1));
        _tree.Blocks().ShouldBe([TestTree.Hash(1), TestTree.Hash(3)]);

        // And it is known from now on: the next choice is right without another look.
        Free(files: 1).Files.ShouldBe(1);
        _tree.Blocks().ShouldBe([TestTree.Hash(1)]);
    }

    [Fact]
    public void Of_many_files_of_one_second_only_as_many_go_as_have_to()
    {
        for (var i = 0; i < 200; i++)
            _tree.Block(i, age: 100);
        _tree.Scan(_inventory);

        Free(bytes: 50 * 4096).Files.ShouldBe(50);

        _tree.Blocks().Length.ShouldBe(150);
        Known().ShouldBe(150);
    }

    [Fact]
    public void A_file_that_was_pinned_meanwhile_stays()
    {
        for (var i = 0; i < 4; i++)
            _tree.Block(i, age: 100 + i);
        _tree.Scan(_inventory);
        var pinned = Path.GetRelativePath(_tree.Path, Directory.EnumerateFiles(_tree.Path, TestTree.Hash(2) + ".bin", SearchOption.AllDirectories).Single());

        Free(files: 4, pins: new PinSet([pinned, "m_0123456789ab_r0/003"])).Files.ShouldBe(2);

        _tree.Blocks().ShouldBe([TestTree.Hash(2), TestTree.Hash(3)]);
    }

    [Fact]
    public void A_directory_that_became_a_link_is_not_followed()
    {
        _tree.Block(1, age: 100);
        _tree.Scan(_inventory);
        var leaf = Path.Combine(_tree.Path, "m_0123456789ab_r0/001/01_g0");
        var elsewhere = Path.Combine(_tree.Root, "elsewhere");
        Directory.Move(leaf, elsewhere);
        Directory.CreateSymbolicLink(leaf, elsewhere);

        var counts = Free(files: 1);

        (counts.Files, counts.Failed).ShouldBe((0, 1));
        counts.Failure.ShouldNotBeNull().ShouldContain("ENOTDIR");
        Directory.EnumerateFiles(elsewhere).Count().ShouldBe(1);
    }

    [Fact]
    public void What_somebody_else_deleted_is_forgotten_and_not_counted()
    {
        var gone = _tree.Block(1, age: 100);
        _tree.Block(2, age: 90);
        _tree.Scan(_inventory);
        File.Delete(gone);

        Free(files: 2).Files.ShouldBe(1);

        Known().ShouldBe(0);
    }

    [Fact]
    public void A_dry_run_counts_and_deletes_nothing()
    {
        for (var i = 0; i < 10; i++)
            _tree.Block(i, age: 100 + i);
        _tree.Scan(_inventory);

        Free(files: 4, dry: true).Files.ShouldBe(4);

        _tree.Blocks().Length.ShouldBe(10);
        Known().ShouldBe(10);
    }

    [Fact]
    public void A_directory_with_more_files_than_a_segment_loses_the_right_ones()
    {
        for (var i = 0; i < 1000; i++)
            _tree.Write($"flat/{TestTree.Hash(i)}_model_0_1.bin", age: 5000 - i);
        _tree.Scan(_inventory);

        Free(files: 700).Files.ShouldBe(700);

        _tree.Files().ShouldBe(Enumerable.Range(700, 300).Select(i => $"flat/{TestTree.Hash(i)}_model_0_1.bin"));
        Known().ShouldBe(300);
        Free(files: 299).Files.ShouldBe(299);
        _tree.Files().ShouldBe([$"flat/{TestTree.Hash(999)}_model_0_1.bin"]);
    }

    public void Dispose()
    {
        _inventory.Dispose();
        _tree.Dispose();
    }

    private long Known() => _inventory.Ages(TestTree.Now).Files.Sum();

    private DeletionCounts Free(long bytes = 0, long files = 0, int threads = 1, PinSet? pins = null, bool dry = false)
    {
        var cut = CutoffSelector.Select([new Candidates([.. _inventory.Units.Values], (uint)TestTree.Now)], bytes, files);
        return PoolDeleter.Delete(
            new DeletionOrder
            {
                Directory = _tree.Path,
                LastUse = cut.LastUse,
                Boundary = new BoundaryBudget(cut.BoundaryBytes, cut.BoundaryFiles),
                Pins = pins ?? new PinSet([]),
                Limiter = new RateLimiter(0, TimeProvider.System),
                IsDryRun = dry,
            },
            new PoolTrees([]),
            _inventory.Units,
            threads,
            CancellationToken.None);
    }
}
