using System.Runtime.InteropServices;

namespace KvFleet.Store.Memory;

/// <summary>
/// Zeroed memory outside of the managed heap, with bounds: tables that grow with a pool would be the bulk of an agent's heap, which is kept small.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed unsafe class NativeArray<T> : IDisposable
    where T : unmanaged
{
    private T* _first;

    /// <param name="length">Elements.</param>
    public NativeArray(int length)
    {
        Length = length;
        _first = (T*)NativeMemory.AllocZeroed((nuint)length, (nuint)sizeof(T));
    }

    public int Length { get; }

    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Length)
                throw new ArgumentOutOfRangeException(nameof(index), index, "Outside of the table.");
            return ref _first[index];
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_first);
        _first = null;
    }
}
