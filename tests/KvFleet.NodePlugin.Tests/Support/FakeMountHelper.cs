using System.Collections.Concurrent;
using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Filesystems.Helper;
using KvFleet.NodePlugin.Volumes;

namespace KvFleet.NodePlugin.Tests.Support;

/// <summary>A table of mounts in memory, and a helper that changes it as the real one changes the kernel's.</summary>
internal sealed class FakeMountHelper : IMountHelper
{
    private readonly ConcurrentDictionary<string, MountEntry> _mounts = new(StringComparer.Ordinal);

    /// <summary>What the next tasks give instead of success.</summary>
    public Func<HelperTask, HelperResult?> Answer { get; set; } = static _ => null;

    public ConcurrentQueue<HelperTask> Tasks { get; } = new();

    public IReadOnlyDictionary<string, MountEntry> Mounts => new Dictionary<string, MountEntry>(_mounts, StringComparer.Ordinal);

    public void Mount(string place, string device, string root = "/") => _mounts[place] = new MountEntry(place, "fuse", "server:/kv", ["rw"]) { Id = $"{place}@{device}", Device = device, Root = root };

    public void Unmount(string place) => _mounts.TryRemove(place, out _);

    public Task<HelperResult> RunAsync(HelperTask task, TimeSpan patience, CancellationToken cancellationToken)
    {
        Tasks.Enqueue(task);
        if (Answer(task) is { } answer)
            return Task.FromResult(answer);
        var place = Path.Combine(task.Target, "shared");
        if (task.Verb == HelperVerb.Attach)
            Mount(place, _mounts[task.Source].Device, $"{_mounts[task.Source].Root.TrimEnd('/')}/{task.Directory}");
        else if (task.Verb == HelperVerb.Detach)
            Unmount(place);
        return Task.FromResult(new HelperResult(TotalBytes: 1000, AvailableBytes: 400));
    }
}
