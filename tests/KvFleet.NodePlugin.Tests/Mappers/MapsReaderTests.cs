using KvFleet.NodePlugin.Mappers;
using KvFleet.NodePlugin.Tests.Support;

namespace KvFleet.NodePlugin.Tests.Mappers;

public sealed class MapsReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Files_are_told_by_inode_and_device_and_anonymous_memory_is_left_out() =>
        Read("""
            55d0c2a00000-55d0c2a21000 rw-p 00000000 00:00 0                          [heap]
            7f0a00000000-7f0a40000000 rw-s 00000000 00:01 1099                       /memfd:kvfleet-1 (deleted)
            7f0a40000000-7f0a80000000 rw-s 40000000 00:0f 7                          /memfd:huge page (deleted)
            7f1560020000-7f1560220000 r-xp 00026000 fd:103 131078                    /usr/lib/x86_64-linux-gnu/libc.so.6
            7ffd8c5a2000-7ffd8c5c3000 rw-p 00000000 00:00 0                          [stack]
            ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]

            """).ShouldBe([(1099UL, 0x1UL), (7UL, 0xfUL), (131078UL, 0xfd_0000_0103UL)]);

    [Fact]
    public void Lines_across_two_reads_are_whole()
    {
        var lines = Enumerable.Range(1, 5000).Select(inode => $"7f0a00000000-7f0a40000000 rw-s 00000000 00:01 {inode} /memfd:x (deleted)\n");

        Read(string.Concat(lines)).Select(file => file.Item1).ShouldBe(Enumerable.Range(1, 5000).Select(inode => (ulong)inode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\n")]
    [InlineData("a b c\n")]
    [InlineData("a b c 00\n")]
    [InlineData("a b c 00:01\n")]
    [InlineData("a b c zz:01 5 x\n")]
    [InlineData("a b c 00:01 \n")]
    public void Lines_of_another_form_are_passed_over(string content) => Read(content).ShouldBeEmpty();

    public void Dispose() => _directory.Dispose();

    private List<(ulong, ulong)> Read(string content)
    {
        File.WriteAllText(_directory.At("maps"), content);
        List<(ulong, ulong)> found = [];
        MapsReader.Read(_directory.At("maps"), (inode, device) => found.Add((inode, device)));
        return found;
    }
}
