using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk;

/// <summary>What was forgotten since this began: for who looks at a value now and makes it found later. Under the tier's lock.</summary>
internal sealed class ForgetWatch
{
    private readonly HashSet<byte[]> _keys = new(KeyComparer.Instance);
    private bool _all;

    /// <summary>A key was forgotten.</summary>
    public void Note(ReadOnlySpan<byte> key)
    {
        if (!_all)
            _keys.GetAlternateLookup<ReadOnlySpan<byte>>().Add(key);
    }

    /// <summary>All keys were forgotten.</summary>
    public void NoteAll()
    {
        _all = true;
        _keys.Clear();
    }

    /// <summary>Whether a key was forgotten.</summary>
    public bool Has(ReadOnlySpan<byte> key) => _all || _keys.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(key);
}
