using KvFleet.Store.Disk.Files;

namespace KvFleet.Store.Disk;

/// <summary>
/// Keeps the pool's fingerprint on the disk. It must be there before anything is that carries it: a process that is killed in between would leave values that the next one takes for another pool's.
/// Thread-safe; every member may wait for the device.
/// </summary>
internal sealed class FingerprintNote(IDiskVolume volume, PoolStore store)
{
    private readonly Lock _writing = new();
    private string _noted = "";

    /// <summary>Reads what an earlier process noted. Memory that is new takes the disk's word; where both know, the disk gives way.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void Load()
    {
        lock (_writing)
            _noted = FingerprintFile.Read(volume);
        store.Memory.Adopt(_noted);
        Keep();
    }

    /// <summary>Notes what a client has said since.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Keep()
    {
        lock (_writing)
        {
            if (store.Fingerprint is var said && said == _noted)
                return;
            FingerprintFile.Write(volume, said);
            _noted = said;
        }
    }
}
