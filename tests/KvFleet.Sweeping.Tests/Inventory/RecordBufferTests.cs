using KvFleet.Sweeping.Inventory;

namespace KvFleet.Sweeping.Tests.Inventory;

public sealed class RecordBufferTests
{
    [Fact]
    public void Directories_come_back_with_their_files()
    {
        using var buffer = new RecordBuffer();
        Directory(buffer, "aa_g0", 3, plain: true);
        Directory(buffer, "", 1, plain: false);
        Directory(buffer, "bb_g0/deep", 2, plain: true);
        using var unit = new UnitInventory(buffer, default, 0, stale: false);

        Segments(unit).ShouldBe([("aa_g0", 3, true, false), ("", 1, false, false), ("bb_g0/deep", 2, true, false)]);
        buffer.Length.ShouldBe(0);
    }

    [Fact]
    public void More_than_255_files_go_on_in_further_segments_of_two_bytes()
    {
        using var buffer = new RecordBuffer();
        Directory(buffer, "x", 600, plain: true);
        buffer.Length.ShouldBe((600 * FileRecord.Size) + 3 + 2 + 2);
        using var unit = new UnitInventory(buffer, default, 0, stale: false);

        Segments(unit).ShouldBe([("x", 255, true, false), ("x", 255, true, true), ("x", 90, true, true)]);
        Identities(unit).ShouldBe(Enumerable.Range(0, 600).Select(i => (uint)i));
    }

    [Fact]
    public void A_directory_without_files_leaves_nothing()
    {
        using var buffer = new RecordBuffer();
        Directory(buffer, "a", 1, plain: true);
        var length = buffer.Length;
        Directory(buffer, "empty", 0, plain: true);

        buffer.Length.ShouldBe(length);
    }

    [Fact]
    public void A_large_unit_is_handed_over_whole_and_the_buffer_starts_anew()
    {
        using var buffer = new RecordBuffer();
        Directory(buffer, "", 300_000, plain: true);
        using var large = new UnitInventory(buffer, default, 0, stale: false);
        Directory(buffer, "small", 2, plain: true);
        using var small = new UnitInventory(buffer, default, 0, stale: false);

        Identities(large).ShouldBe(Enumerable.Range(0, 300_000).Select(i => (uint)i));
        Segments(small).ShouldBe([("small", 2, true, false)]);
    }

    [Fact]
    public void Segments_are_copied_as_they_are()
    {
        using var buffer = new RecordBuffer();
        Directory(buffer, "a", 300, plain: true);
        Directory(buffer, "b", 2, plain: false);
        using var first = new UnitInventory(buffer, default, 0, stale: false);
        buffer.Append(first.Slice(0, first.Length));
        using var second = new UnitInventory(buffer, default, 0, stale: false);

        Segments(second).ShouldBe(Segments(first));
    }

    private static void Directory(RecordBuffer buffer, string path, int files, bool plain)
    {
        buffer.BeginDirectory(System.Text.Encoding.UTF8.GetBytes(path));
        for (var i = 0; i < files; i++)
            buffer.Add(new FileRecord { Identity = (uint)i, LastUse = 7, Blocks = 8 });
        buffer.EndDirectory(plain);
    }

    private static List<(string Path, int Files, bool Plain, bool Continued)> Segments(UnitInventory unit)
    {
        List<(string, int, bool, bool)> result = [];
        var segments = unit.Read();
        while (segments.MoveNext())
            result.Add((System.Text.Encoding.UTF8.GetString(segments.Path), segments.Records.Length, segments.IsPlain, segments.IsContinued));
        return result;
    }

    private static List<uint> Identities(UnitInventory unit)
    {
        List<uint> result = [];
        var segments = unit.Read();
        while (segments.MoveNext())
        {
            foreach (ref readonly var record in segments.Records)
                result.Add(record.Identity);
        }

        return result;
    }
}
