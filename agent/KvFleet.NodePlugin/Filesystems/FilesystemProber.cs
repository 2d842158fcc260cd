using KvFleet.NodePlugin.Filesystems.Helper;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>Finds a filesystem's mount and asks it whether it works: at once when it is another mount than before, soon while it fails, else now and then.</summary>
internal sealed class FilesystemProber(NodeOptions options, IMountHelper helper, TimeProvider time)
{
    private static readonly TimeSpan WhileWell = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhileNot = TimeSpan.FromSeconds(3);

    private readonly SourceMounts _sources = new(options.KubeletDirectory);
    private FilesystemFinding? _last;
    private DateTimeOffset _due;

    /// <summary>Looks.</summary>
    /// <param name="filesystem">The filesystem.</param>
    /// <param name="mounts">All mounts by place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FilesystemFinding> LookAsync(WantedFilesystem filesystem, IReadOnlyDictionary<string, MountEntry> mounts, CancellationToken cancellationToken)
    {
        if (_sources.Find(filesystem, mounts) is not { } source)
            return _last = Missing(filesystem);
        if (_last?.Source is { } before && (before.Id, before.Device) == (source.Id, source.Device) && time.GetUtcNow() < _due)
            return _last;
        var task = new HelperTask(HelperVerb.Probe, source.MountPoint, filesystem.Directory, UserId: (uint)filesystem.UserId, NodeName: options.NodeName);
        _last = Judge(source, await helper.RunAsync(task, options.FilesystemPatience, cancellationToken));
        _due = time.GetUtcNow() + (_last.Works ? WhileWell : WhileNot);
        return _last;
    }

    private static FilesystemFinding Judge(MountEntry source, HelperResult result) => result switch
    {
        { TimedOut: true } => new FilesystemFinding(source, FilesystemReasons.NotResponding, $"{source.Source} does not answer: {result.Failure} Look at its server and the network; pods that read it now wait, too."),
        { Failure: { } failure } => new FilesystemFinding(source, FilesystemReasons.ProbeFailed, ProtocolLimits.Shorten($"{source.Source}: {failure}"), TotalBytes: result.TotalBytes, AvailableBytes: result.AvailableBytes),
        { SweepingRefused: { } refused } => new FilesystemFinding(source, FilesystemReasons.SweepingRefused, ProtocolLimits.Shorten(refused), true, result.TotalBytes, result.AvailableBytes),
        _ => new FilesystemFinding(source, FilesystemReasons.Ready, null, true, result.TotalBytes, result.AvailableBytes),
    };

    private FilesystemFinding Missing(WantedFilesystem filesystem)
    {
        if (!filesystem.ByKubelet && WordsOfMount(filesystem.Name) is { Length: > 0 } words)
            return new FilesystemFinding(null, FilesystemReasons.MountFailed, ProtocolLimits.Shorten($"mount(8): {words}"));
        return new FilesystemFinding(
            null,
            FilesystemReasons.NotMounted,
            string.IsNullOrEmpty(filesystem.PodUid)
                ? "The pod that mounts it does not exist yet."
                : filesystem.ByKubelet ? "The kubelet has not mounted it into its pod; see the pod's events." : "Its pod has not mounted it yet; see the pod's log.");
    }

    // On the kubelet's own disk, not on the filesystem.
    private string? WordsOfMount(string filesystem)
    {
        try
        {
            return File.ReadAllText(Path.Combine(_sources.DirectoryOf(filesystem), "message")).Trim();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
