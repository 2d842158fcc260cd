using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Extents;

/// <summary>What a holder does to memory. Behind an interface so that failures can be tested without exhausting a machine.</summary>
internal interface IExtentMemory
{
    /// <summary>Throws when this many more bytes of ordinary pages would not fit the process's limit.</summary>
    /// <param name="heldBytes">Bytes of ordinary pages that it holds already.</param>
    /// <param name="askedBytes">Bytes of ordinary pages that are asked for.</param>
    /// <exception cref="Native.NativeException">ENOMEM with the numbers.</exception>
    void CheckRoom(long heldBytes, long askedBytes);

    /// <summary>Makes one sealed extent without pages (huge pages are reserved).</summary>
    /// <exception cref="Native.NativeException">The kernel refused.</exception>
    Extent Allocate(ExtentRequest request);

    /// <summary>Makes the pages of a range exist.</summary>
    /// <param name="extent">The extent.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="bytes">Length in bytes.</param>
    /// <param name="progress">Called with the bytes of each finished slice; answers whether to go on.</param>
    /// <exception cref="Native.NativeException">ENOMEM and others.</exception>
    void Populate(Extent extent, long offset, long bytes, Func<long, bool> progress);
}
