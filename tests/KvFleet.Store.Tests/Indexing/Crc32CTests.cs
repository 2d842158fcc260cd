using System.Text;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Tests.Indexing;

public sealed class Crc32CTests
{
    [Fact]
    public void It_is_the_checksum_of_RFC_3720()
    {
        Crc32C.Compute(Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xE3069283);
        Crc32C.Compute(new byte[32]).ShouldBe(0x8A9136AA);
        Crc32C.Compute([.. Enumerable.Repeat((byte)0xFF, 32)]).ShouldBe(0x62A8AB43U);
    }

    [Fact]
    public void It_can_be_computed_in_parts()
    {
        var bytes = StoreExtensions.Bytes(1, 1000);
        for (var cut = 0; cut <= bytes.Length; cut += 37)
            Crc32C.Compute(bytes.AsSpan(cut), Crc32C.Compute(bytes.AsSpan(0, cut))).ShouldBe(Crc32C.Compute(bytes));
    }
}
