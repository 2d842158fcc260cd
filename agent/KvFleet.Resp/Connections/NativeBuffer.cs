using System.Runtime.InteropServices;

namespace KvFleet.Resp.Connections;

/// <summary>
/// Bytes outside of the managed heap that the kernel reads and writes. It has no memory until it is needed: a thousand idle connections have none.
/// </summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const int Smallest = 1024;
    private byte* _first;

    /// <summary>Bytes of memory.</summary>
    public int Capacity { get; private set; }

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>Where the bytes are, until the next growth.</summary>
    public nint Address => (nint)_first;

    /// <summary>The bytes in use.</summary>
    public Span<byte> Written => new(_first, Length);

    /// <summary>The bytes behind them.</summary>
    public Span<byte> Free => new(_first + Length, Capacity - Length);

    /// <summary>Makes room.</summary>
    public void EnsureFree(int bytes)
    {
        if (Capacity - Length >= bytes)
            return;
        Capacity = Math.Max(Smallest, checked((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(Length + bytes))));
        _first = (byte*)NativeMemory.Realloc(_first, (nuint)Capacity);
    }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        EnsureFree(bytes.Length);
        bytes.CopyTo(Free);
        Length += bytes.Length;
    }

    /// <summary>Counts bytes that were written to <see cref="Free"/>.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Drops bytes at the front.</summary>
    public void RemoveFront(int bytes)
    {
        Written[bytes..].CopyTo(Written);
        Length -= bytes;
    }

    /// <summary>Drops bytes at the end.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Drops all bytes, and the memory too if there is more than is worth keeping.</summary>
    /// <param name="keep">Bytes worth keeping.</param>
    public void Clear(int keep)
    {
        Length = 0;
        if (Capacity > keep)
            Dispose();
    }

    /// <summary>Gives the memory back; it may be used again.</summary>
    public void Dispose()
    {
        NativeMemory.Free(_first);
        _first = null;
        (Capacity, Length) = (0, 0);
    }
}
