using System.Globalization;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>
/// Pages of this process's own program files (code and constants): the kernel maps 64 KiB around every fault, and most of what a program touches while it starts is
/// never needed again. Letting go of them costs a soft fault for each that is, and is the difference between what a program once read and what it uses.
/// </summary>
public static class CleanPages
{
    private const int DontNeed = 4;

    /// <summary>Mappings of files that cannot be written through and of which no page has been changed.</summary>
    /// <param name="smaps">The lines of <c>/proc/self/smaps</c>.</param>
    /// <returns>First address and length of each.</returns>
    public static IReadOnlySet<(nint Address, long Bytes)> Find(IEnumerable<string> smaps)
    {
        var found = new HashSet<(nint, long)>();
        (nint Address, long Bytes)? current = null;
        foreach (var line in smaps)
        {
            if (TryReadHeader(line, out var mapping))
            {
                current = mapping;
            }
            else if (current is { } candidate && line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                // A private page that was changed (a relocation, say) is anonymous, and would be lost.
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == "0")
                    found.Add(candidate);
                current = null;
            }
        }

        return found;
    }

    /// <summary>
    /// Lets go of the pages of mappings. Only of those that <see cref="Find"/> named both times, some time apart: what is being loaded right now is not among them.
    /// </summary>
    /// <param name="earlier">What was found before.</param>
    /// <param name="now">What was found just now.</param>
    /// <returns>Bytes of address space that was let go of; how much of it was resident is not known.</returns>
    public static unsafe long Release(IReadOnlySet<(nint Address, long Bytes)> earlier, IReadOnlySet<(nint Address, long Bytes)> now)
    {
        var released = 0L;
        foreach (var (address, bytes) in now.Where(earlier.Contains))
        {
            // Locked or otherwise special mappings answer EINVAL and are left as they are.
            if (Libc.Madvise(address, (nuint)bytes, DontNeed) == 0)
                released += bytes;
        }

        return released;
    }

    private static bool TryReadHeader(string line, out (nint Address, long Bytes)? mapping)
    {
        // 7f2a4000-7f2a5000 r-xp 00000000 fe:00 1234    /usr/lib/libc.so.6
        mapping = null;
        var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        var range = fields[0].Split('-');
        if (range.Length != 2
            || !long.TryParse(range[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(range[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var end))
            return false;
        if (fields is [_, { Length: 4 } permissions, _, _, _, ['/', ..] path]
            && permissions[1] == '-' && !path.StartsWith("/memfd:", StringComparison.Ordinal) && !path.StartsWith("/dev/", StringComparison.Ordinal))
            mapping = ((nint)first, end - first);
        return true;
    }
}
