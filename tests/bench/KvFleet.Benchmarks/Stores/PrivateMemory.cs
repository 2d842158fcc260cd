using System.Buffers;
using System.Runtime.InteropServices;

namespace KvFleet.Benchmarks.Stores;

/// <summary>Memory of this process alone, in large pages where the machine has them, as extents are.</summary>
internal sealed unsafe partial class PrivateMemory : MemoryManager<byte>
{
    private const nuint LargePage = 2 << 20;
    private const int HugePageAdvice = 14;
    private readonly byte* _first;
    private readonly int _bytes;

    internal PrivateMemory(int bytes)
    {
        _bytes = bytes;
        _first = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, LargePage);
        _ = Advise((nint)_first, (nuint)bytes, HugePageAdvice);
        NativeMemory.Fill(_first, (nuint)bytes, 1);
    }

    /// <summary>Copies as the C library does.</summary>
    internal static void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        fixed (byte* source = from, target = to)
            MemoryCopy((nint)target, (nint)source, (nuint)from.Length);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_first, _bytes);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
        // It never moves.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => NativeMemory.AlignedFree(_first);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint bytes, int advice);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("libc", EntryPoint = "memcpy")]
    private static partial nint MemoryCopy(nint target, nint source, nuint bytes);
}
