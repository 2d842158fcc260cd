using System.Runtime.InteropServices;
using System.Text;

namespace KvFleet.Native.Interop;

/// <summary>
/// <c>struct sockaddr_un</c> of a path. A path that does not fit is reached through a descriptor of its directory
/// (<c>/proc/self/fd/N/name</c>): volume paths of the kubelet alone are about 107 bytes.
/// </summary>
internal sealed class UnixAddress : IDisposable
{
    private const int MaxPathBytes = 107;
    private const int FamilyBytes = 2;
    private readonly Descriptor? _directory;
    private readonly byte[] _bytes;

    internal UnixAddress(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > MaxPathBytes)
        {
            var parent = Path.GetDirectoryName(path) is { Length: > 0 } name ? name : ".";
            var number = NativeException.Check(Libc.Open(parent, Libc.OpenPath | Libc.OpenCloseOnExec, 0), "open", parent);
            _directory = new Descriptor(number);
            path = $"/proc/self/fd/{number}/{Path.GetFileName(path)}";
        }

        var text = Encoding.UTF8.GetBytes(path);
        if (text.Length > MaxPathBytes)
        {
            _directory?.Dispose();
            throw new NativeException("socket", Errno.ENAMETOOLONG, path);
        }

        _bytes = new byte[FamilyBytes + text.Length + 1];
        _bytes[0] = Libc.AddressFamilyUnix;
        text.CopyTo(_bytes, FamilyBytes);
    }

    internal unsafe int Bind(SafeHandle socket)
    {
        fixed (byte* pointer = _bytes)
            return Libc.Bind(socket, pointer, (uint)_bytes.Length);
    }

    internal unsafe int Connect(SafeHandle socket)
    {
        fixed (byte* pointer = _bytes)
            return Libc.Connect(socket, pointer, (uint)_bytes.Length);
    }

    public void Dispose() => _directory?.Dispose();
}
