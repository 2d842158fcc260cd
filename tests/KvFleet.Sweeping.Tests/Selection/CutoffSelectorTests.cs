using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Selection;

namespace KvFleet.Sweeping.Tests.Selection;

public sealed class CutoffSelectorTests : IDisposable
{
    private readonly List<UnitInventory> _units = [];

    [Fact]
    public void It_is_the_same_as_sorting()
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var files = Enumerable.Range(0, 2000).Select(_ => (LastUse: (uint)(1_800_000_000 - random.Next(1 + (random.Next(3) * 100_000))), Blocks: (long)(8 * random.Next(1, 200)))).ToArray();
            var newest = 1_800_000_000u - (uint)random.Next(50_000);
            var (bytes, count) = ((long)random.Next(20_000_000), (long)random.Next(500));
            var cut = CutoffSelector.Select([new Candidates([Unit(files)], newest)], bytes, count);

            long goneBytes = 0, goneFiles = 0;
            uint at = 0;
            foreach (var (lastUse, blocks) in files.Where(file => file.LastUse <= newest).OrderBy(file => file.LastUse))
            {
                if (goneBytes >= bytes && goneFiles >= count)
                    break;
                (goneBytes, goneFiles, at) = (goneBytes + (blocks * 512), goneFiles + 1, lastUse);
            }

            if (goneBytes < bytes || goneFiles < count)
            {
                cut.IsEnough.ShouldBeFalse();
                (cut.Bytes, cut.Files).ShouldBe((goneBytes, goneFiles));
                continue;
            }

            cut.LastUse.ShouldBe(at);
            var older = files.Where(file => file.LastUse < at).ToArray();
            cut.BoundaryBytes.ShouldBe(Math.Max(0, bytes - older.Sum(file => file.Blocks * 512)));
            cut.BoundaryFiles.ShouldBe(Math.Max(0, count - older.Length));
        }
    }

    [Fact]
    public void Pools_are_cut_at_one_moment_but_each_keeps_what_it_protects()
    {
        var strict = new Candidates([Unit((10, 8), (20, 8), (30, 8))], Newest: 15);
        var loose = new Candidates([Unit((12, 8), (22, 8), (32, 8))], Newest: 100);

        var cut = CutoffSelector.Select([strict, loose], bytes: 3 * 4096, files: 0);

        cut.LastUse.ShouldBe(22u);
        cut.BoundaryBytes.ShouldBe(4096);
    }

    [Fact]
    public void Where_nothing_has_to_go_nothing_goes() =>
        CutoffSelector.Select([new Candidates([Unit((1, 8))], 100)], 0, 0).ShouldBe(Cutoff.None);

    [Fact]
    public void Where_all_is_too_young_nothing_goes_and_it_is_not_enough()
    {
        var cut = CutoffSelector.Select([new Candidates([Unit((50, 8))], 49)], 1, 0);

        cut.IsEnough.ShouldBeFalse();
        cut.Files.ShouldBe(0);
    }

    public void Dispose() => _units.ForEach(unit => unit.Dispose());

    private UnitInventory Unit(params (uint LastUse, long Blocks)[] files)
    {
        using var buffer = new RecordBuffer();
        buffer.BeginDirectory("d"u8);
        foreach (var (lastUse, blocks) in files)
            buffer.Add(new FileRecord { LastUse = lastUse, Blocks = PackedBlocks.Pack(blocks) });
        buffer.EndDirectory(plain: true);
        _units.Add(new UnitInventory(buffer, default, 0, stale: false));
        return _units[^1];
    }
}
