using System.Text;
using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Tests.Disk;

/// <summary>Catalog and index against a dictionary, over thousands of random steps.</summary>
public sealed class KeyIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Segments_that_come_and_go_leave_exactly_the_keys_of_a_simple_model(int seed)
    {
        var random = new Random(seed);
        var catalog = new SegmentCatalog();
        var model = new Dictionary<string, RecordId>(StringComparer.Ordinal);
        var sequence = 0L;
        for (var step = 0; step < 20_000; step++)
        {
            var name = $"key-{random.Next(500)}";
            var key = Encoding.UTF8.GetBytes(name);
            switch (random.Next(10))
            {
                case < 6:
                    if (catalog.Open is not { } open || open.Records.Length >= 40)
                        open = Begin(catalog, ++sequence);
                    var id = new RecordId(open, open.Add(new DiskRecord { Length = random.Next(1, 100), State = RecordState.Committed, IsWritten = true }, key));
                    catalog.Point(id);
                    model[name] = id;
                    break;
                case < 9:
                    if (catalog.TryFind(key, out var found))
                        catalog.Kill(found).ShouldBe([found]);
                    model.Remove(name);
                    break;
                default:
                    if (catalog.Segments.Count > 8 && catalog.TryChooseVictim(static _ => 0, out var victim))
                    {
                        catalog.Remove(victim);
                        foreach (var gone in model.Where(pair => pair.Value.Segment == victim).Select(static pair => pair.Key).ToList())
                            model.Remove(gone);
                    }

                    break;
            }

            catalog.Live.ShouldBe(model.Count);
        }

        catalog.LiveBytes.ShouldBe(model.Values.Sum(static id => (long)id.Record.Length));
        catalog.Segments.Sum(static segment => segment.Live).ShouldBe(model.Count);
        for (var number = 0; number < 500; number++)
        {
            var there = catalog.TryFind(Encoding.UTF8.GetBytes($"key-{number}"), out var id);
            there.ShouldBe(model.TryGetValue($"key-{number}", out var expected));
            if (there)
                id.ShouldBe(expected);
        }

        catalog.Tombstones.All(static id => id.Record.State == RecordState.Dead && id.Segment.State != SegmentState.Gone).ShouldBeTrue();
    }

    private static DiskSegment Begin(SegmentCatalog catalog, long sequence)
    {
        if (catalog.Open is { } full)
        {
            catalog.CloseOpen();
            full.State = SegmentState.Sealed;
        }

        var slot = Enumerable.Range(0, 1000).First(slot => catalog.Segments.All(segment => segment.Slot != slot));
        var segment = new DiskSegment(slot, null!, new SegmentHeader(sequence, 1 << 20, "pool", new byte[32], 0, new byte[32]), null);
        catalog.Add(segment, open: true);
        return segment;
    }
}
