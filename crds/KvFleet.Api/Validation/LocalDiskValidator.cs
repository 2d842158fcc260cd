using KvFleet.Api.Defaults;
using KvFleet.Api.Pools;
using KvFleet.Model;

namespace KvFleet.Api.Validation;

/// <summary>Checks a pool's local disk and fills in its defaults.</summary>
public static class LocalDiskValidator
{
    private const string Path = "spec.localDisk";

    /// <summary>Resolves it; null when there is none, or it cannot be acted on.</summary>
    internal static ResolvedDisk? Resolve(PoolLocalDisk? disk, List<FieldProblem> problems)
    {
        if (disk is null)
        {
            return null;
        }

        var capacity = QuantityReader.PositiveBytes(disk.Capacity, $"{Path}.capacity", problems);
        var minimum = QuantityReader.PositiveBytes(disk.MinPerNode, $"{Path}.minPerNode", problems);
        var maximum = QuantityReader.PositiveBytes(disk.MaxPerNode, $"{Path}.maxPerNode", problems);
        Compare(disk, capacity, minimum, maximum, problems);
        var sightings = disk.SightingsToAdmit ?? PoolDefaults.SightingsToAdmit;
        if (sightings is < 1 or > byte.MaxValue)
        {
            problems.Add(new($"{Path}.sightingsToAdmit", $"is {sightings}; give a number from 1 to {byte.MaxValue}"));
        }

        if (disk.EncryptionKey is { } key && !IsKeyName(key))
        {
            problems.Add(new($"{Path}.encryptionKey", $"is '{key}', which no entry of a Secret can be called; give 1 to 253 letters, digits, '-', '_' or '.', the first a letter or digit"));
        }

        return capacity is { } bytes
            ? new ResolvedDisk(bytes, Math.Max(minimum ?? 0, PoolDefaults.MinDiskPerNodeBytes), maximum, sightings, disk.EncryptionKey)
            : null;
    }

    /// <summary>Whether an entry of a Secret can have this name and it is safe as a file name: it becomes one.</summary>
    /// <param name="name">The name.</param>
    public static bool IsKeyName(string name) =>
        name.Length is > 0 and <= 253 && char.IsAsciiLetterOrDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static void Compare(PoolLocalDisk disk, long? capacity, long? minimum, long? maximum, List<FieldProblem> problems)
    {
        var least = ByteText.Format(PoolDefaults.MinDiskPerNodeBytes);
        if (capacity < PoolDefaults.MinDiskPerNodeBytes)
        {
            problems.Add(new($"{Path}.capacity", $"is {disk.Capacity}, less than one node needs; give at least {least}, or leave localDisk out"));
        }

        if (maximum < PoolDefaults.MinDiskPerNodeBytes)
        {
            problems.Add(new($"{Path}.maxPerNode", $"is {disk.MaxPerNode}, less than a node needs; give at least {least}"));
        }

        if (minimum > maximum)
        {
            problems.Add(new($"{Path}.minPerNode", $"is {disk.MinPerNode}, more than maxPerNode, which is {disk.MaxPerNode}: no node could satisfy both; lower minPerNode or raise maxPerNode"));
        }

        if (minimum > capacity)
        {
            problems.Add(new($"{Path}.minPerNode", $"is {disk.MinPerNode}, more than spec.localDisk.capacity, which is {disk.Capacity}: the first node would already exceed it; lower minPerNode or raise capacity"));
        }
    }
}
