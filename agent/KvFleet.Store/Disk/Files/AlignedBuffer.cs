using System.Runtime.InteropServices;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Disk.Files;

/// <summary>Memory that O_DIRECT takes, of one thread. Grows when it must, and is given back when it is not needed.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private void* _first;
    private int _bytes;

    /// <summary>Memory for some blocks; what was in it may be gone.</summary>
    public Span<byte> Take(int blocks)
    {
        var bytes = checked(blocks * DiskFormat.BlockBytes);
        if (bytes > _bytes)
        {
            Dispose();
            _first = NativeMemory.AlignedAlloc((nuint)bytes, DiskFormat.BlockBytes);
            _bytes = bytes;
        }

        return new Span<byte>(_first, bytes);
    }

    /// <summary>Gives the memory back; the next use takes new.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_first);
        _first = null;
        _bytes = 0;
    }
}
