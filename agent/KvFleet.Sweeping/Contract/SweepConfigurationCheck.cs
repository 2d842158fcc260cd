namespace KvFleet.Sweeping.Contract;

/// <summary>What is wrong with a configuration. Pure.</summary>
public static class SweepConfigurationCheck
{
    /// <summary>Says everything that is wrong, each with the field, its value and what it should be.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <returns>Nothing where all is well.</returns>
    public static IReadOnlyList<string> Problems(SweepConfiguration configuration) =>
    [
        .. Whole(configuration),
        .. configuration.Pools.SelectMany(OfPool),
        .. Overlaps(configuration.Pools),
    ];

    private static IEnumerable<string> Whole(SweepConfiguration configuration)
    {
        if (configuration.Version != SweepConfiguration.CurrentVersion)
            yield return $"version is {configuration.Version}, this program speaks {SweepConfiguration.CurrentVersion}: update the older side";
        if (!Path.IsPathFullyQualified(configuration.Root))
            yield return $"root '{configuration.Root}' is not an absolute path";
        if (configuration.Member is "" or "." or ".." || configuration.Member.AsSpan().ContainsAny('/', '\0') || configuration.Member.Length > 200)
            yield return $"member '{configuration.Member}' cannot be a file name: take the node's name";
        if (!IsInside(configuration.MembersDirectory))
            yield return $"membersDirectory '{configuration.MembersDirectory}' is not a relative path below root";
        if (configuration.Threads is < 1 or > 64)
            yield return $"threads is {configuration.Threads}, not 1 to 64";
        if (configuration is not { MemberTimeoutSeconds: >= 1, ScanIntervalSeconds: > 0, FullScanIntervalSeconds: >= 0, AttributeCacheSeconds: >= 0, DeletesPerSecond: >= 0, ScannedFilesPerSecond: >= 0 })
            yield return "memberTimeoutSeconds, scanIntervalSeconds, fullScanIntervalSeconds, attributeCacheSeconds, deletesPerSecond and scannedFilesPerSecond must not be negative, the first at least 1";
        if (configuration.Watermarks is { } marks && !(marks.LowPercent > 0 && marks.HighPercent > marks.LowPercent && marks.HighPercent <= 100))
            yield return $"watermarks are {marks.LowPercent} and {marks.HighPercent} percent: the low one must be above 0, the high one above it and at most 100";
    }

    private static IEnumerable<string> OfPool(SweepPool pool)
    {
        var name = $"pool {pool.Namespace}/{pool.Name}";
        if (!IsInside(pool.Directory))
            yield return $"{name}: directory '{pool.Directory}' is not a relative path below root";
        if (pool.QuotaBytes < 0 || pool.QuotaInodes < 0)
            yield return $"{name}: a quota is negative";
        if (!(pool.LowPercent is > 0 and <= 100))
            yield return $"{name}: lowPercent is {pool.LowPercent}, not above 0 and at most 100";
        if (pool is not { MinAgeSeconds: >= 0, GraceSeconds: >= 0, TemporaryFileAgeSeconds: >= 60, EmptyDirectoryAgeSeconds: >= 60, StaleAgeSeconds: >= 60 })
            yield return $"{name}: minAgeSeconds and graceSeconds must not be negative, temporaryFileAgeSeconds, emptyDirectoryAgeSeconds and staleAgeSeconds at least 60";
        foreach (var path in pool.Trees.Select(tree => tree.Path).Concat(pool.Pinned).Where(path => !IsInside(path)))
            yield return $"{name}: '{path}' is not a relative path below the pool's directory";
    }

    private static IEnumerable<string> Overlaps(IReadOnlyList<SweepPool> pools)
    {
        var ordered = pools.OrderBy(pool => pool.Directory.TrimEnd('/') + "/", StringComparer.Ordinal).ToArray();
        for (var index = 1; index < ordered.Length; index++)
        {
            var (one, other) = (ordered[index - 1], ordered[index]);
            if ((other.Directory.TrimEnd('/') + "/").StartsWith(one.Directory.TrimEnd('/') + "/", StringComparison.Ordinal))
                yield return $"pools {one.Namespace}/{one.Name} and {other.Namespace}/{other.Name}: directory '{other.Directory}' lies in '{one.Directory}', so files would count twice";
        }
    }

    private static bool IsInside(string path) =>
        path.Length > 0 && !path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal) && path.Split('/').All(name => name is not "" and not "." and not "..");
}
