using KvFleet.Native;
using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>Makes the listening sockets in a volume.</summary>
internal static class VolumeSocket
{
    // Whoever sees the volume may connect: seeing it is what makes a client the pod's.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>
    /// Listens in a volume. Sockets that are there are replaced in one step each, so that no client finds none; connections made through them go on.
    /// </summary>
    /// <param name="root">Root of the volume.</param>
    /// <param name="role">What the volume is for.</param>
    /// <exception cref="IOException">The pod has filled the volume or put a directory in the way.</exception>
    public static VolumeSockets Listen(DirectoryHandle root, VolumeRole role)
    {
        var main = Listen(root, DriverNames.SocketFile, static path => UnixSocket.Listen(path, Mode));
        try
        {
            return new VolumeSockets(main, role == VolumeRole.Engine ? Listen(root, DriverNames.RespSocketFile, static path => StreamSocket.Listen(path, Mode)) : null);
        }
        catch
        {
            main.Dispose();
            throw;
        }
    }

    private static T Listen<T>(DirectoryHandle root, string name, Func<string, T> listen)
        where T : Descriptor
    {
        var temporary = $"{root.ProcPath}/{name}.new";
        var socket = listen(temporary);
        try
        {
            File.Move(temporary, $"{root.ProcPath}/{name}", overwrite: true);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
