using KvFleet.Native;
using KvFleet.NodePlugin.Volumes;

namespace KvFleet.NodePlugin.Tests.Support;

/// <summary>Plain directories where mounts would be, so that all but mounting can be tested without privilege.</summary>
internal sealed class DirectoryVolumes : IVolumeFilesystem
{
    private readonly Dictionary<string, TargetState> _states = new(StringComparer.Ordinal);

    /// <summary>Thrown by the next call that mounts.</summary>
    public IOException? Failure { get; set; }

    public List<string> MadeWritable { get; } = [];

    public void Set(string targetPath, TargetState state) => _states[targetPath] = state;

    public TargetState Inspect(string targetPath) => _states.GetValueOrDefault(targetPath, TargetState.Empty);

    public void Attach(string targetPath, bool readOnly)
    {
        Directory.CreateDirectory(targetPath);
        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }

        _states[targetPath] = TargetState.Ours;
    }

    public void MakeWritable(string targetPath) => MadeWritable.Add(targetPath);

    public void Detach(string targetPath)
    {
        if (_states.Remove(targetPath) || Directory.Exists(targetPath))
            Directory.Delete(targetPath, recursive: true);
    }

    public DirectoryHandle OpenRoot(string targetPath) => DirectoryHandle.Open(targetPath);
}
