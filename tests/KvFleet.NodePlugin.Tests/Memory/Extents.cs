using KvFleet.Native;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Tests.Memory;

internal static class Extents
{
    public const long Bytes = 1024 * 1024;

    public static MemoryFile Sealed(long bytes = Bytes, Seals seals = Seals.Seal | Seals.Shrink | Seals.Grow)
    {
        var file = MemoryFile.Create("kvfleet-test", bytes);
        file.AddSeals(seals);
        return file;
    }

    public static Prepare Prepare(string extent = "e-0", string volume = "csi-1", NumaMode mode = NumaMode.Bind, long bytes = Bytes, long id = 1) =>
        new(id, extent, volume, bytes, 0, mode, mode == NumaMode.None ? [] : [0]);
}
