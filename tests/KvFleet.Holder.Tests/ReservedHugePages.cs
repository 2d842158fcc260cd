using System.Globalization;

namespace KvFleet.Holder.Tests;

/// <summary>2 MiB pages that the kernel keeps for a test, beside those that were there.</summary>
internal sealed class ReservedHugePages : IDisposable
{
    private const string Folder = "/sys/kernel/mm/hugepages/hugepages-2048kB";
    private readonly long _before;

    private ReservedHugePages(long before) => _before = before;

    /// <summary>Reserves pages; null where that is not possible.</summary>
    public static ReservedHugePages? TryReserve(long pages)
    {
        if (!Environment.IsPrivilegedProcess || !Directory.Exists(Folder))
            return null;
        var reserved = new ReservedHugePages(Read("nr_hugepages"));
        try
        {
            Write(reserved._before + pages);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (Read("free_hugepages") >= pages)
            return reserved;
        reserved.Dispose();
        return null;
    }

    public void Dispose() => Write(_before);

    private static long Read(string file) => long.Parse(File.ReadAllText(Path.Combine(Folder, file)), CultureInfo.InvariantCulture);

    private static void Write(long pages) => File.WriteAllText(Path.Combine(Folder, "nr_hugepages"), pages.ToString(CultureInfo.InvariantCulture));
}
