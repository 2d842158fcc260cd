using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>
/// Tells of every file of one filesystem that is closed after it was open for reading only (fanotify, FAN_CLASS_NOTIF, FAN_MARK_FILESYSTEM, FAN_CLOSE_NOWRITE), in whatever mount namespace. Needs CAP_SYS_ADMIN. For
/// one thread.
/// </summary>
/// <remarks>An event bears an open descriptor of the file: paths are those of the reader's own mounts and mean nothing here. Descriptors of events cause no events.</remarks>
public sealed unsafe class AccessQueue : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private const int EventBytes = 24;
    private const int MostPinned = 100_000;
    private readonly Descriptor _queue;
    private bool _evictable = true;
    private int _pinned;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private int _position;
    private int _filled;

    private AccessQueue(Descriptor queue) => _queue = queue;

    /// <summary>Starts to record.</summary>
    /// <param name="path">Anything on the filesystem.</param>
    /// <exception cref="NativeException">EPERM: not privileged; ENOSYS or EINVAL: the kernel lacks fanotify, or it is older than 4.20.</exception>
    public static AccessQueue Open(string path)
    {
        var number = NativeException.Check(
            Libc.FanotifyInitialize(Libc.FanotifyCloseOnExec | Libc.FanotifyNonblocking, Libc.OpenReadOnlyLarge | Libc.OpenCloseOnExec | Libc.OpenNoAccessTime), "fanotify_init");
        var queue = new Descriptor(number);
        try
        {
            NativeException.Check(
                Libc.FanotifyMark(queue, Libc.FanotifyMarkAdd | Libc.FanotifyMarkFilesystem, Libc.FanotifyCloseWithoutWrite, Libc.AtCurrentDirectory, path), "fanotify_mark", path);
            return new AccessQueue(queue);
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }

    /// <summary>Waits until there are events.</summary>
    /// <param name="timeout">How long; rounded up to milliseconds.</param>
    /// <returns>Whether there are.</returns>
    public bool Wait(TimeSpan timeout)
    {
        var descriptor = new PollDescriptor { Number = (int)_queue.DangerousGetHandle(), Events = Libc.PollIn };
        return _position < _filled || Libc.Poll(&descriptor, 1, (int)Math.Ceiling(timeout.TotalMilliseconds)) > 0;
    }

    /// <summary>Takes the next event.</summary>
    /// <param name="file">The file's descriptor, open for reading: the caller's to close with <see cref="CloseFile"/>. Negative: the queue overflowed, so an unknown number of events before this one is lost.</param>
    /// <returns>Whether there was one; never waits.</returns>
    /// <exception cref="NativeException">The queue cannot be read. EMFILE: out of descriptors.</exception>
    public bool TryTake(out int file)
    {
        file = -1;
        if (_position >= _filled)
        {
            nint length;
            fixed (byte* buffer = _buffer)
                length = Libc.Read(_queue, buffer, BufferBytes);
            if (length <= 0)
            {
                var error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error is 0 or Errno.EAGAIN or Errno.EINTR)
                    return false;
                throw new NativeException("read", error, "fanotify");
            }

            (_position, _filled) = (0, (int)length);
        }

        // struct fanotify_event_metadata: u32 length, u8 version, u8 reserved, u16 length of the metadata, u64 mask, s32 descriptor, s32 process.
        var record = _buffer.AsSpan(_position);
        var bytes = MemoryMarshal.Read<uint>(record);
        if (bytes < EventBytes || bytes > record.Length)
            throw new InvalidDataException($"An event of fanotify is {bytes} bytes long.");
        _position += (int)bytes;
        file = (MemoryMarshal.Read<ulong>(record[8..]) & Libc.FanotifyOverflow) != 0 ? -1 : MemoryMarshal.Read<int>(record[16..]);
        return true;
    }

    /// <summary>Asks about the file of an event.</summary>
    /// <param name="file">Its descriptor.</param>
    /// <param name="facts">What it is.</param>
    /// <returns>0 or the error.</returns>
    public static int Ask(int file, out EntryFacts facts)
    {
        StatxBuffer buffer;
        byte nothing = 0;
        if (Libc.StatxAt(file, &nothing, Libc.AtEmptyPath, Libc.StatxEntry, &buffer) < 0)
        {
            facts = default;
            return Marshal.GetLastPInvokeError();
        }

        facts = EntryFacts.From(buffer);
        return 0;
    }

    /// <summary>Sets the access time of the file of an event to now, by the filesystem's clock, and leaves its modification time.</summary>
    /// <param name="file">Its descriptor.</param>
    /// <returns>0 or the error: EPERM or EACCES where the server does not take root for the owner, EROFS.</returns>
    public static int WriteAccessTime(int file)
    {
        var times = stackalloc TimeSpecification[2] { new TimeSpecification { Nanoseconds = Libc.TimeNow }, new TimeSpecification { Nanoseconds = Libc.TimeOmit } };
        return Libc.SetTimes(file, times) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>Tells nothing more of a file until <see cref="Attend"/>: what is read all the time costs nothing meanwhile.</summary>
    /// <param name="file">Its descriptor.</param>
    /// <remarks>Before Linux 5.19 each such file stays in the kernel's memory, so there it is done for 100,000 files only.</remarks>
    public void Ignore(int file)
    {
        if (_evictable)
        {
            if (Mark(file, Libc.FanotifyMarkEvictable) != Errno.EINVAL)
                return;
            _evictable = false;
        }

        if (_pinned < MostPinned && Mark(file, 0) == 0)
            _pinned++;
    }

    /// <summary>Tells of all files again.</summary>
    public void Attend()
    {
        _pinned = 0;
        NativeException.Check(Libc.FanotifyMark(_queue, Libc.FanotifyMarkFlush, 0, Libc.AtCurrentDirectory, 0), "fanotify_mark");
    }

    /// <summary>Closes the file of an event.</summary>
    /// <param name="file">Its descriptor.</param>
    public static void CloseFile(int file) => _ = Libc.Close(file);

    private int Mark(int file, uint flags) =>
        Libc.FanotifyMark(_queue, Libc.FanotifyMarkAdd | Libc.FanotifyMarkIgnored | flags, Libc.FanotifyCloseWithoutWrite, file, 0) < 0 ? Marshal.GetLastPInvokeError() : 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_position < _filled && TryTake(out var file))
        {
            if (file >= 0)
                CloseFile(file);
        }

        _queue.Dispose();
    }
}
