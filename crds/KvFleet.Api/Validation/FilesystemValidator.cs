using KvFleet.Api.Defaults;
using KvFleet.Api.Filesystems;

namespace KvFleet.Api.Validation;

/// <summary>Checks a shared filesystem's spec and fills in its defaults. Pure.</summary>
public static class FilesystemValidator
{
    /// <summary>Resolves a spec.</summary>
    /// <param name="spec">The spec as the admin wrote it.</param>
    /// <returns>The resolved filesystem, or every problem that keeps it from being resolved.</returns>
    public static FilesystemResolution Resolve(KVCacheFilesystemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var problems = new List<FieldProblem>();
        var sources = new[] { spec.Pvc is null ? null : "pvc", spec.Nfs is null ? null : "nfs", spec.Csi is null ? null : "csi", spec.Mount is null ? null : "mount" }.OfType<string>().ToList();
        if (sources.Count != 1)
            problems.Add(new("spec", $"has {(sources.Count == 0 ? "no source" : string.Join(" and ", sources))}; set exactly one of pvc, nfs, csi and mount"));
        Kubelet(spec, problems);
        var options = spec.Mount is { } mount ? MountRules.Check(mount, problems) : null;
        var directory = (spec.Directory ?? SharedDefaults.Directory).Trim('/');
        if (directory.Length == 0 || directory.Split('/').Any(static name => !IsDirectoryName(name)))
            problems.Add(new("spec.directory", $"is '{spec.Directory}'; give a relative path of names of letters, digits, '-', '_' and '.', such as caches/kvfleet"));
        Id(spec.UserId, 0, "spec.userId", problems);
        Id(spec.GroupId, 1, "spec.groupId", problems);
        var (high, low) = Watermarks(spec.Watermarks, problems);
        var quota = QuantityReader.PositiveBytes(spec.Defaults?.Quota, "spec.defaults.quota", problems);
        var inodes = QuantityReader.PositiveBytes(spec.Defaults?.Inodes, "spec.defaults.inodes", problems);
        var age = AgeReader.Read(spec.Defaults?.MinAge, "spec.defaults.minAge", problems) ?? SharedDefaults.MinAge;
        return problems.Count > 0
            ? new FilesystemResolution(null, problems)
            : new FilesystemResolution(new ResolvedFilesystem(directory, spec.UserId ?? 0, spec.GroupId, high, low, quota, inodes, age, options) { AccessTimes = spec.AccessTimes ?? FilesystemAccessTimes.Recorded }, []);
    }

    /// <summary>Whether a text can be the name of a directory that means nothing to a path.</summary>
    internal static bool IsDirectoryName(string name) =>
        name.Length is > 0 and <= 255 && name[0] != '.' && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' or '+');

    private static void Kubelet(KVCacheFilesystemSpec spec, List<FieldProblem> problems)
    {
        if (spec.Pvc is { ClaimName: "" })
            problems.Add(new("spec.pvc.claimName", "is empty; name a PersistentVolumeClaim of the operator's namespace"));
        if (spec.Csi is { Driver: "" })
            problems.Add(new("spec.csi.driver", "is empty; name a CSI driver, see kubectl get csidrivers"));
        if (spec.Nfs is not { } nfs)
            return;
        if (nfs.Server.Length == 0 || nfs.Server[0] == '-' || nfs.Server.Any(static c => char.IsWhiteSpace(c) || c == '/'))
            problems.Add(new("spec.nfs.server", $"is '{nfs.Server}'; give a host name or an address"));
        if (nfs.Path.Length == 0 || nfs.Path[0] != '/')
            problems.Add(new("spec.nfs.path", $"is '{nfs.Path}'; give the absolute path of the export"));
    }

    private static void Id(long? id, long least, string path, List<FieldProblem> problems)
    {
        if (id < least || id > int.MaxValue)
            problems.Add(new(path, $"is {id}; give a number from {least} to {int.MaxValue}"));
    }

    private static (int High, int Low) Watermarks(FilesystemWatermarks? marks, List<FieldProblem> problems)
    {
        var (high, low) = (marks?.High ?? SharedDefaults.HighPercent, marks?.Low ?? SharedDefaults.LowPercent);
        if (high is < 2 or > 99)
            problems.Add(new("spec.watermarks.high", $"is {high}; give a percentage from 2 to 99"));
        if (low < 1 || low >= high)
            problems.Add(new("spec.watermarks.low", $"is {low}; give a percentage from 1 to less than high, which is {high}"));
        return (high, low);
    }
}
