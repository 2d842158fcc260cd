namespace KvFleet.Store.Disk.Files;

/// <summary>The directory that a tier keeps its files in. Every member may wait for the device.</summary>
public interface IDiskVolume : IDisposable
{
    /// <summary>Takes the directory for this process, making it where it is missing.</summary>
    /// <exception cref="IOException">It cannot be used, or another process has it.</exception>
    void Claim();

    /// <summary>Names of the files in it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    IReadOnlyList<string> List();

    /// <summary>Opens a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="create">Whether to make it when it is missing.</param>
    /// <exception cref="Native.NativeException">What failed.</exception>
    IDiskFile Open(string name, bool create);

    /// <summary>Deletes a file; one that is missing is no error.</summary>
    /// <exception cref="IOException">What failed.</exception>
    void Delete(string name);

    /// <summary>Bytes that may still be written to its filesystem.</summary>
    /// <exception cref="Native.NativeException">What failed.</exception>
    long AvailableBytes { get; }
}
