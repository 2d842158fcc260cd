using KvFleet.Native;

namespace KvFleet.NodePlugin.Memory;

/// <summary>A mapping of one extent. The real one is <see cref="ExtentMapping"/>; tests have others that refuse.</summary>
internal interface IExtentMapping : IDisposable
{
    /// <summary>What the extent is and how much of it is resident.</summary>
    /// <exception cref="NativeException">The kernel does not say.</exception>
    FileFacts GetFacts();

    /// <summary>Sets the NUMA policy of the extent's inode.</summary>
    /// <param name="policy">The policy.</param>
    /// <exception cref="NativeException">mbind failed.</exception>
    void SetPolicy(NumaPolicy policy);

    /// <summary>Locks the extent in memory.</summary>
    /// <exception cref="NativeException">mlock failed.</exception>
    void Lock();
}
