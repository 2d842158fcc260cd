using KvFleet.Native;
using KvFleet.Store.Extents;

namespace KvFleet.Store.Tests.Mappers;

/// <summary>Extents on small real memory files.</summary>
internal static class Files
{
    public static Extent Create(string id, long bytes = 8192, long alignment = 0)
    {
        var file = MemoryFile.Create(id, bytes);
        file.AddSeals(Seals.Extent);
        var facts = file.GetFacts();
        return new Extent(new ExtentPlan(id, bytes, alignment, ExtentPlacement.None, null), file, new ExtentIdentity(facts.Device, facts.Inode));
    }
}
