using KvFleet.Native;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>The filesystems at publish targets. Real ones need privilege; tests have directories instead.</summary>
internal interface IVolumeFilesystem
{
    /// <summary>Says what stands at a target.</summary>
    /// <param name="targetPath">The publish target.</param>
    TargetState Inspect(string targetPath);

    /// <summary>Mounts a new, empty filesystem at a target, making the directory.</summary>
    /// <param name="targetPath">The publish target; its parent exists.</param>
    /// <param name="readOnly">Whether everybody but us sees it read-only.</param>
    /// <exception cref="IOException">It could not be mounted; nothing is left behind.</exception>
    void Attach(string targetPath, bool readOnly);

    /// <summary>Makes a filesystem of ours writable for this process again, which it is not after a restart when its pod sees it read-only.</summary>
    /// <param name="targetPath">The publish target, in state <see cref="TargetState.Ours"/>.</param>
    /// <exception cref="IOException">It could not be re-mounted.</exception>
    void MakeWritable(string targetPath);

    /// <summary>Unmounts what is ours at a target and removes the directory. Does nothing where nothing is.</summary>
    /// <param name="targetPath">The publish target.</param>
    /// <exception cref="IOException">It could not be unmounted.</exception>
    void Detach(string targetPath);

    /// <summary>Opens the root of the filesystem at a target, following no symbolic link on the way.</summary>
    /// <param name="targetPath">The publish target.</param>
    /// <exception cref="IOException">It is not there, or a symbolic link is in the way.</exception>
    DirectoryHandle OpenRoot(string targetPath);
}
