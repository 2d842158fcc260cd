using KvFleet.Native;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>The listening socket in a volume.</summary>
internal static class VolumeSocket
{
    // Whoever sees the volume may connect: seeing it is what makes a client the pod's.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>
    /// Listens in a volume. A socket that is there is replaced in one step, so that no client finds none; connections made through it go on.
    /// </summary>
    /// <param name="root">Root of the volume.</param>
    /// <exception cref="IOException">The pod has filled the volume or put a directory in the way.</exception>
    public static UnixSocket Listen(DirectoryHandle root)
    {
        var temporary = $"{root.ProcPath}/{DriverNames.SocketFile}.new";
        var socket = UnixSocket.Listen(temporary, Mode);
        try
        {
            File.Move(temporary, $"{root.ProcPath}/{DriverNames.SocketFile}", overwrite: true);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
