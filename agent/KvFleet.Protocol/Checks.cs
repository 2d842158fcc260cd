namespace KvFleet.Protocol;

/// <summary>Checks that messages share. Each answers what is wrong, or null.</summary>
internal static class Checks
{
    internal static string? Id(string id) =>
        id.Length is 0 or > ProtocolLimits.MaxIdLength ? $"an id must have 1 to {ProtocolLimits.MaxIdLength} characters" : null;

    internal static string? Ids(IReadOnlyList<string> ids) => Id(ids, static id => id);

    internal static string? Id<T>(IReadOnlyList<T> entries, Func<T, string> id)
    {
        if (entries.Count > ProtocolLimits.MaxListEntries)
            return $"{entries.Count} entries, at most {ProtocolLimits.MaxListEntries} are allowed";
        HashSet<string> seen = new(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry is null || Id(id(entry)) is not null)
                return $"an id must have 1 to {ProtocolLimits.MaxIdLength} characters";
            if (!seen.Add(id(entry)))
                return $"id '{id(entry)}' occurs twice";
        }

        return null;
    }

    internal static string? Name(string what, string value) =>
        value.Length is 0 or > ProtocolLimits.MaxNameLength ? $"{what} must have 1 to {ProtocolLimits.MaxNameLength} characters" : null;

    internal static string? Text(string what, string value) =>
        value.Length > ProtocolLimits.MaxTextLength ? $"{what} has more than {ProtocolLimits.MaxTextLength} characters" : null;

    internal static string? NotNegative(string what, long value) => value < 0 ? $"{what} must not be negative, it is {value}" : null;

    internal static string? Extent(string id, long bytes, long hugePageBytes, int? numaNode)
    {
        if (bytes is <= 0 or > ProtocolLimits.MaxExtentBytes)
            return $"extent '{id}' has {bytes} bytes; allowed are 1 to {ProtocolLimits.MaxExtentBytes}";
        if (hugePageBytes < 0 || (hugePageBytes & (hugePageBytes - 1)) != 0)
            return $"extent '{id}': huge page size {hugePageBytes} is not 0 or a power of two";
        if (hugePageBytes > 0 && bytes % hugePageBytes != 0)
            return $"extent '{id}': {bytes} bytes are not a multiple of the huge page size {hugePageBytes}";
        return numaNode < 0 ? $"extent '{id}': NUMA node {numaNode} is negative" : null;
    }

    internal static string? Each<T>(IReadOnlyList<T> entries, Func<T, string?> check)
    {
        foreach (var entry in entries)
        {
            if (check(entry) is { } fault)
                return fault;
        }

        return null;
    }
}
