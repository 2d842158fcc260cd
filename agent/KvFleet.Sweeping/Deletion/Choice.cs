namespace KvFleet.Sweeping.Deletion;

/// <summary>The files of one directory that are to go, and what became of them. Used again for the next directory.</summary>
internal sealed class Choice
{
    /// <summary>What became of a file.</summary>
    public enum Fate : byte
    {
        /// <summary>Its name was not met: somebody else deleted it.</summary>
        Gone,

        /// <summary>Deleted.</summary>
        Deleted,

        /// <summary>Still there.</summary>
        Kept,
    }

    private uint[] _identities = new uint[256];
    private uint[] _lastUses = new uint[256];
    private Fate[] _fates = new Fate[256];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(uint identity)
    {
        if (Count == _identities.Length)
        {
            Array.Resize(ref _identities, Count * 2);
            Array.Resize(ref _lastUses, Count * 2);
            Array.Resize(ref _fates, Count * 2);
        }

        _identities[Count++] = identity;
    }

    /// <summary>To be called between the last <see cref="Add"/> and the first <see cref="Find"/>.</summary>
    public void Seal()
    {
        _identities.AsSpan(0, Count).Sort();
        _fates.AsSpan(0, Count).Clear();
    }

    /// <summary>The index of a file; negative: it is not chosen.</summary>
    public int Find(uint identity) => _identities.AsSpan(0, Count).BinarySearch(identity);

    public void Set(int index, Fate fate, uint lastUse) => (_fates[index], _lastUses[index]) = (fate, lastUse);

    public Fate FateOf(int index) => _fates[index];

    /// <summary>When a kept file was last used.</summary>
    public uint LastUseOf(int index) => _lastUses[index];
}
