using System.Security.Cryptography;
using System.Text;
using KvFleet.Store.Disk.Encryption;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;
using KvFleet.Store.Disk.Health;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

public sealed class DiskEncryptionTests : IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("kvfleet-keys-");

    public void Dispose() => _keys.Delete(recursive: true);

    [Fact]
    public void Values_are_on_the_disk_encrypted_and_come_back_plain()
    {
        using var bed = new DiskBed(DiskBed.Small with { KeyFile = Key("a", 1) });
        var value = Bytes(1, 50_000);
        bed.Demote(1, value);
        bed.Reboot();

        DiskFiles.Contain(bed.Files(), value[..64]).ShouldBeFalse();
        bed.Load(1).ShouldBe(value);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void With_another_key_everything_is_a_miss_that_is_counted(int before, int after)
    {
        using var bed = new DiskBed(DiskBed.Small with { KeyFile = Key("a", before) });
        bed.Demote(1, Bytes(1, 5000));

        bed.Reboot(bed.Options with { KeyFile = Key("b", after) });

        bed.Report.Keys.ShouldBe(0);
        bed.Report.WrongKeySegments.ShouldBe(1);
        bed.Load(1).ShouldBeNull();
        bed.Demote(2, Bytes(2, 5000));
    }

    [Fact]
    public void A_changed_byte_fails_although_its_checksum_was_made_right()
    {
        var cipher = new DiskKey(RandomNumberGenerator.GetBytes(32)).ForSegment(1, new byte[32]);
        var value = Bytes(1, 5000);
        var tag = cipher.Encrypt(7, "key"u8, value);
        var changed = value.ToArray();
        changed[100] ^= 1;

        cipher.TryDecrypt(7, "key"u8, changed, tag).ShouldBeFalse();
        cipher.TryDecrypt(8, "key"u8, value.ToArray(), tag).ShouldBeFalse("another place");
        cipher.TryDecrypt(7, "kez"u8, value.ToArray(), tag).ShouldBeFalse("another key");
        cipher.TryDecrypt(7, "key"u8, value, tag).ShouldBeTrue();
        value.ShouldBe(Bytes(1, 5000));
    }

    [Fact]
    public void No_nonce_comes_twice_under_a_key()
    {
        using var bed = new DiskBed(DiskBed.Small with { KeyFile = Key("a", 1), CapacityBytes = 4 << 20 });
        var salts = new HashSet<string>(StringComparer.Ordinal);
        for (var restart = 0; restart < 3; restart++)
        {
            for (var key = 0; key < 60; key++)
                bed.Demote(key, Bytes(key + (restart * 100), 60_000));
            bed.Reboot();

            // A nonce is the ordinal, the key comes from the salt: a process never goes on with a segment of another, so a salt that is new has been written by this life alone.
            foreach (var header in Headers(bed))
                salts.Add($"{header.Sequence}:{Convert.ToHexString(header.Salt)}");
        }

        salts.Select(static salt => salt.Split(':')[1]).Distinct(StringComparer.Ordinal).Count().ShouldBe(salts.Count, "each life of a segment has a salt of its own");
        salts.Count.ShouldBeGreaterThan(6);
    }

    [Fact]
    public void A_key_is_read_as_bytes_hexadecimal_or_base64()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var id = new DiskKey(key).Id;

        DiskKey.Read(Write("raw", key)).Id.ShouldBe(id);
        DiskKey.Read(Write("hex", Encoding.ASCII.GetBytes(Convert.ToHexString(key) + "\n"))).Id.ShouldBe(id);
        DiskKey.Read(Write("base64", Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"))).Id.ShouldBe(id);
        Should.Throw<DiskRefusedException>(() => DiskKey.Read(Write("short", key[..31]))).Message.ShouldContain("32 random bytes");
        Should.Throw<DiskRefusedException>(() => DiskKey.Read(Path.Combine(_keys.FullName, "missing"))).Message.ShouldContain("Mount the Secret");
    }

    [Fact]
    public void Without_its_key_a_tier_does_nothing_and_says_so()
    {
        using var bed = new DiskBed(DiskBed.Small with { KeyFile = Path.Combine(_keys.FullName, "missing") });
        bed.PutTwice(1, Bytes(1, 100));

        bed.Report.Condition.Reason.ShouldBe(DiskReasons.Refused);
        bed.Report.Condition.Message.ShouldContain("missing");
        bed.Files().ShouldBeEmpty();
    }

    private static IEnumerable<SegmentHeader> Headers(DiskBed bed) =>
        bed.Files().Select(static file => SegmentHeader.Read(File.ReadAllBytes(file).AsSpan(0, DiskFormat.BlockBytes))).OfType<SegmentHeader>();

    private string? Key(string name, int seed) => seed == 0 ? null : Write(name, Bytes(seed, 32));

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_keys.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
