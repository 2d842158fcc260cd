using KvFleet.Native.Interop;
using Microsoft.Win32.SafeHandles;

namespace KvFleet.Native;

/// <summary>A file descriptor of any kind that this process owns, for example one received over a socket.</summary>
public class Descriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes ownership of an open descriptor.</summary>
    /// <param name="number">The descriptor number; closed when this handle is disposed.</param>
    public Descriptor(nint number)
        : base(ownsHandle: true) => SetHandle(number);

    /// <summary>Gives the number away: this handle is invalid afterwards and closes nothing. For one owner only, never concurrently.</summary>
    /// <returns>The descriptor number, now the caller's to close.</returns>
    public nint Detach()
    {
        ObjectDisposedException.ThrowIf(IsClosed || IsInvalid, this);
        var number = handle;
        SetHandleAsInvalid();
        return number;
    }

    /// <summary>Asks the kernel what the descriptor refers to.</summary>
    /// <exception cref="NativeException">statx failed.</exception>
    public unsafe FileFacts GetFacts()
    {
        StatxBuffer buffer;
        NativeException.Check(Libc.Statx(this, "", Libc.AtEmptyPath, Libc.StatxBasicStats, &buffer), "statx");
        return FileFacts.From(buffer);
    }

    /// <summary>Whether this is a descriptor of a symbolic link itself (opened with O_PATH and O_NOFOLLOW).</summary>
    internal unsafe bool IsSymbolicLink()
    {
        StatxBuffer buffer;
        NativeException.Check(Libc.Statx(this, "", Libc.AtEmptyPath, Libc.StatxBasicStats, &buffer), "statx");
        return (buffer.Mode & Libc.TypeMask) == Libc.TypeSymbolicLink;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close(handle) == 0;
}
