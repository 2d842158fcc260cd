using KvFleet.Store.Rows;

namespace KvFleet.Store.Tests.Rows;

public sealed class RowAllocatorTests
{
    [Fact]
    public void Nothing_is_given_out_twice_and_everything_comes_back()
    {
        using var rows = new RowAllocator(32, new SizeClasses(64 * 1024));
        var random = new Random(3);
        List<RowSegment> held = [];
        for (var i = 0; i < 20_000; i++)
        {
            if (random.Next(2) == 0 && rows.TryAllocate(random.Next(rows.Classes.Count), out var segment))
            {
                held.Any(other => Overlap(rows, other, segment)).ShouldBeFalse();
                held.Add(segment);
            }
            else if (held.Count > 0)
            {
                var at = random.Next(held.Count);
                rows.Free(held[at]);
                held.RemoveAt(at);
            }

            rows.UsedBytes.ShouldBe(held.Sum(segment => rows.Classes.BlockBytes(segment.SizeClass)));
        }

        held.ForEach(rows.Free);
        rows.FreeRows.ShouldBe(32);
        rows.PartialBytes.ShouldBe(0);
    }

    [Fact]
    public void What_an_index_claims_is_believed_only_when_it_is_there_and_free()
    {
        using var rows = new RowAllocator(4, new SizeClasses(64 * 1024));

        rows.TryMark(new RowSegment(1, 0, 0)).ShouldBeTrue();
        rows.TryMark(new RowSegment(1, 0, 0)).ShouldBeFalse();
        rows.TryMark(new RowSegment(1, 3, 2)).ShouldBeFalse();
        rows.TryMark(new RowSegment(2, 3, 2)).ShouldBeTrue();
        rows.TryMark(new RowSegment(2, 3, 2)).ShouldBeFalse();
        rows.TryMark(new RowSegment(2, 1, 3)).ShouldBeFalse();
        rows.TryMark(new RowSegment(2, 4, 2)).ShouldBeFalse();
        rows.TryMark(new RowSegment(4, 0, 0)).ShouldBeFalse();
        rows.TryMark(new RowSegment(-1, 0, 0)).ShouldBeFalse();
        rows.TryMark(new RowSegment(0, 0, 200)).ShouldBeFalse();
        rows.FreeRows.ShouldBe(2);
    }

    [Fact]
    public void A_place_survives_its_way_into_the_index()
    {
        var segment = new RowSegment(1_234_567, 2047, 11);
        RowSegment.Unpack(segment.Pack()).ShouldBe(segment);
    }

    private static bool Overlap(RowAllocator rows, RowSegment a, RowSegment b)
    {
        if (a.Row != b.Row)
            return false;
        var (sizeA, sizeB) = (rows.Classes.BlockBytes(a.SizeClass), rows.Classes.BlockBytes(b.SizeClass));
        return a.Block * sizeA < (b.Block + 1) * sizeB && b.Block * sizeB < (a.Block + 1) * sizeA;
    }
}
