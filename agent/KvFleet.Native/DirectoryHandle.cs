using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>
/// A directory held by descriptor, so that what is done in it happens in that directory, whatever becomes of the names that led there.
/// </summary>
public sealed class DirectoryHandle : Descriptor
{
    private static readonly int Flags = Libc.OpenPath | Libc.OpenDirectory | Libc.OpenNoFollow | Libc.OpenCloseOnExec;

    private DirectoryHandle(nint number)
        : base(number) => ProcPath = $"/proc/self/fd/{number}";

    /// <summary>
    /// A path that leads to this directory as long as this handle is open, for calls that take paths. Appending <c>/name</c> gives an entry of it.
    /// </summary>
    public string ProcPath { get; }

    /// <summary>Opens a directory. The last part of the path must not be a symbolic link; those before it may.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="NativeException">ENOENT; ENOTDIR when it is something else, a symbolic link included.</exception>
    public static DirectoryHandle Open(string path) => new(NativeException.Check(Libc.Open(path, Flags, 0), "open", path));

    /// <summary>Opens a directory in this one.</summary>
    /// <param name="name">One name, without slashes.</param>
    /// <exception cref="NativeException">ENOENT; ENOTDIR when it is something else, a symbolic link included.</exception>
    public DirectoryHandle OpenChild(string name)
    {
        if (name is "" or "." or ".." || name.Contains('/', StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' is not the name of an entry.", nameof(name));
        return new DirectoryHandle(NativeException.Check(Libc.Open($"{ProcPath}/{name}", Flags, 0), "open", name));
    }
}
